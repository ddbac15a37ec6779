import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";
import { createSessionCookie } from "../session-cookies";

const turn = { user_message: "q", era_response: "a" };
const line = (value: object) => `${JSON.stringify(value)}\n`;

async function importText(client: APIRequestContext, text: string | Buffer) {
  const response = await client.post("/v1/tuning/import", {
    headers: { "content-type": "application/x-ndjson" },
    data: text,
  });
  expect(response.status(), await response.text()).toBe(200);
  expect(response.headers()["content-type"]).toContain("application/x-ndjson");
  const lines = (await response.text()).trimEnd().split("\n");
  const reports = lines.map((each) => JSON.parse(each));
  return { reports: reports.slice(0, -1), summary: reports.at(-1).summary };
}

test("whole sessions are stored, reported on, and the same file changes nothing", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const file =
    line({
      id: randomUUID(),
      session_start: "2026-01-01T10:00:00Z",
      session_end: "2026-01-01T11:00:00Z",
      master_prompt_version: "v1",
      tester_email: "meg@example.com",
      metadata: { source: "file" },
      turns: [
        {
          ...turn,
          timestamp: "2026-01-01T10:05:00Z",
          search_results: { results: [{ chunk_text: "c", similarity: 0.5 }] },
          improvements: [{ improvement_note: "one", category: "tone" }, { improvement_note: "two" }],
        },
        { ...turn, turn_number: 5 },
      ],
    }) +
    line({ turns: [{ ...turn, timestamp: "2026-01-02T10:00:00Z" }] }) +
    line({ turns: [] });
  const first = await importText(client, file);
  expect(first.reports).toMatchObject([
    { line: 1, status: "imported", turns: 2, improvements: 2 },
    { line: 2, status: "imported", turns: 1, improvements: 0 },
    { line: 3, status: "imported", turns: 0, improvements: 0 },
  ]);
  expect(first.summary).toEqual({
    sessions: 3,
    imported: 3,
    extended: 0,
    unchanged: 0,
    errors: 0,
    turns: 3,
    improvements: 2,
  });
  const stored = () => sql`
    select s.*, (select json_agg(to_jsonb(t) order by t.turn_number) from public.tuning_conversation_turns t where t.session_id = s.id) as turns,
      (select json_agg(to_jsonb(i) order by i.id) from public.tuning_improvements i where i.session_id = s.id) as notes
    from public.prompt_tuning_sessions s where s.project = ${project} order by s.id`;
  const before = await stored();
  const again = await importText(client, file);
  expect(again.summary).toMatchObject({ sessions: 3, unchanged: 3, turns: 0, improvements: 0 });
  expect(again.reports.map((report) => report.id)).toEqual(first.reports.map((report) => report.id));
  expect([...(await stored())]).toEqual([...before]);
  const session = await (await client.get(`/v1/tuning/sessions/${first.reports[0].id}`)).json();
  expect(session).toMatchObject({
    session_end: "2026-01-01T11:00:00.000Z",
    total_turns: 2,
    total_improvements: 2,
    project,
  });
});

test("a bad line is reported with what is wrong, and the import goes on", async ({
  api,
  createKey,
  project,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const good = { id: randomUUID(), turns: [turn] };
  const file = Buffer.concat([
    Buffer.from("{\r\n"),
    Buffer.from(line({ turns: [turn, { user_message: "q" }] })),
    Buffer.from("\n"),
    Buffer.from(line({ turns: [{ ...turn, era_response: "\u0000" }] })),
    Buffer.from(line({ turns: [{ ...turn, era_response: "x".repeat(1024 * 1024) }] })),
    Buffer.from(line({ project: "another", turns: [] })),
    Buffer.from([0xff, 0x0a]),
    Buffer.from(
      line({
        turns: [
          { ...turn, turn_number: 2 },
          { ...turn, turn_number: 2 },
        ],
      }),
    ),
    Buffer.from(
      line({ session_start: "2026-01-02T00:00:00Z", session_end: "2026-01-01T00:00:00Z", turns: [] }),
    ),
    Buffer.from(JSON.stringify(good)),
  ]);
  const { reports, summary } = await importText(client, file);
  expect(reports).toMatchObject([
    { line: 1, status: "error", issues: [{ path: "", message: "not valid JSON" }] },
    { line: 2, status: "error", issues: [{ path: "turns.1.era_response" }] },
    { line: 4, status: "error", issues: [{ path: "turns.0.era_response" }] },
    { line: 5, status: "error", issues: [{ path: "", message: "is longer than 1,048,576 bytes" }] },
    { line: 6, status: "error", issues: [{ path: "project" }] },
    { line: 7, status: "error", issues: [{ path: "", message: "not valid UTF-8" }] },
    { line: 8, status: "error", issues: [{ path: "turns.1.turn_number" }] },
    { line: 9, status: "error", issues: [{ path: "session_end" }] },
    { line: 10, status: "imported", id: good.id },
  ]);
  expect(summary).toMatchObject({ sessions: 9, errors: 8, imported: 1 });
  const list = await (await client.get("/v1/tuning/sessions")).json();
  expect(list.data.map((row: { id: string }) => row.id)).toEqual([good.id]);
});

test("a known session is extended", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["ingest", "read"], project }));
  const id = randomUUID();
  await importText(client, line({ id, turns: [turn] }));
  const { reports } = await importText(
    client,
    line({ id, turns: [{ ...turn, improvements: [{ improvement_note: "n" }] }, turn] }),
  );
  expect(reports).toMatchObject([{ status: "extended", id, turns: 1, improvements: 1 }]);
});

test("nothing imported is a summary of nothing", async ({ api, createKey, project }) => {
  const client = await api(await createKey({ scopes: ["ingest"], project }));
  expect(await importText(client, "\n\n")).toMatchObject({
    reports: [],
    summary: { sessions: 0, errors: 0 },
  });
});

test("other types, encodings and callers are refused before anything is read", async ({
  api,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const key = await createKey({ scopes: ["ingest"], project });
  const client = await api(key);
  const send = (headers: Record<string, string>, from = client) =>
    from.post("/v1/tuning/import", { headers, data: Buffer.from(line({ turns: [turn] })) });
  await expectProblem(await send({ "content-type": "application/json" }), 415);
  await expectProblem(
    await send({ "content-type": "application/x-ndjson", "content-encoding": "gzip" }),
    415,
  );
  const ndjson = { "content-type": "application/x-ndjson" };
  await expectProblem(await send(ndjson, await api()), 401);
  await expectProblem(
    await send(ndjson, await api(await createKey({ scopes: ["read", "export"], project }))),
    403,
  );
  const meg = await createMember({ role: "reviewer", projects: [project] });
  await expectProblem(
    await send(
      { ...ndjson, cookie: await createSessionCookie(meg), "sec-fetch-site": "same-origin" },
      await api(),
    ),
    403,
  );
  expect(await sql`select from public.prompt_tuning_sessions where project = ${project}`).toHaveLength(0);
});

test("lines are stored and answered while the rest is still being sent, and a broken connection leaves whole sessions", async ({
  createKey,
  project,
  baseURL,
  sql,
}) => {
  const key = await createKey({ scopes: ["ingest"], project });
  const request = httpRequest(new URL("/v1/tuning/import", baseURL), {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
  });
  request.on("error", () => {});
  const answered = new Promise<string>((resolve, reject) => {
    request.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.includes("\n")) resolve(text);
      });
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
  const [one, two] = [randomUUID(), randomUUID()];
  request.write(line({ id: one, turns: [turn, turn] }));
  // The first session is answered although the body has not ended.
  expect(JSON.parse((await answered).split("\n")[0] ?? "")).toMatchObject({
    line: 1,
    status: "imported",
    id: one,
  });
  request.write(line({ id: two, turns: [turn, turn] }).slice(0, 40));
  request.destroy();
  const sessions =
    await sql`select id, total_turns from public.prompt_tuning_sessions where project = ${project}`;
  expect([...sessions]).toEqual([{ id: one, total_turns: 2 }]);
});
