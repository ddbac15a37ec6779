import { randomUUID } from "node:crypto";
import { standIn } from "../../scripts/stand-in-assistant";
import { expect, test } from "../fixtures";
import { expectProblem } from "../problems";
import { createSessionCookie } from "../session-cookies";
import { storeSession, storeTurn } from "../tuning-rows";

type Event = { type: string; text?: string; message?: string; turn?: Record<string, unknown> };

const readEvents = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
const textOf = (events: Event[]) => events.map((event) => event.text ?? "").join("");

/** A member with requests of theirs, and an active session of their own. */
const testWithTester = test.extend<{
  tester: {
    userId: string;
    sessionId: string;
    ask: (
      body: Record<string, unknown>,
      sessionId?: string,
    ) => Promise<import("@playwright/test").APIResponse>;
  };
}>({
  tester: async ({ sql, project, createMember, playwright, baseURL }, use) => {
    const person = await createMember({ role: "reviewer", projects: [project] });
    const context = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { cookie: await createSessionCookie(person), origin: baseURL ?? "" },
    });
    const sessionId = await storeSession(sql, { project, tester_id: person.userId });
    await use({
      userId: person.userId,
      sessionId,
      ask: (body, id = sessionId) => context.post(`/v1/tuning/sessions/${id}/messages`, { data: body }),
    });
    await context.dispose();
  },
});

testWithTester(
  "the answer is streamed in pieces and recorded whole, with model and latency; turns before are its context",
  async ({ tester, sql }) => {
    await storeTurn(sql, tester.sessionId, { user_message: "Earlier", era_response: "Answered." });
    const id = randomUUID();
    const response = await tester.ask({ id, user_message: "Who is on leave?" });
    expect(response.status(), await response.text()).toBe(200);
    expect(response.headers()["content-type"]).toBe("application/x-ndjson");
    const events = readEvents(await response.text());
    const answer = `You asked: Who is on leave?\nMessages before: 2. Prompt: ${standIn.prompt}`;
    expect(events.length).toBeGreaterThan(2);
    expect(textOf(events)).toBe(answer);
    expect(events.at(-1)).toMatchObject({
      type: "done",
      turn: {
        id,
        turn_number: 2,
        user_message: "Who is on leave?",
        era_response: answer,
        model: standIn.model,
        metadata: { source: "assistant", finish_reason: "stop", prompt_version: "configured" },
      },
    });
    const [row] = await sql`
      select processing_time_ms, era_response from public.tuning_conversation_turns where id = ${id}`;
    expect(row?.era_response).toBe(answer);
    expect(row?.processing_time_ms).toBeGreaterThanOrEqual(0);
    // Answered already: the assistant is not asked again.
    await expectProblem(await tester.ask({ id, user_message: "Who is on leave?" }), 409);
  },
);

testWithTester(
  "the prompt is the chosen version's text, else that of the session's version",
  async ({ tester, project, sql }) => {
    for (const version of ["v1", "v2"])
      await sql`insert into public.prompt_versions (project, version, prompt_text) values (${project}, ${version}, ${`Text of ${version}`})`;
    await sql`update public.prompt_tuning_sessions set master_prompt_version = 'v1' where id = ${tester.sessionId}`;
    const prompt = async (body: Record<string, unknown>) =>
      /Prompt: (.*)$/.exec(textOf(readEvents(await (await tester.ask(body)).text())))?.[1];
    expect(await prompt({ user_message: "a" })).toBe("Text of v1");
    expect(await prompt({ user_message: "b", prompt_version: "v2" })).toBe("Text of v2");
    await expectProblem(await tester.ask({ user_message: "c", prompt_version: "v9" }), 400, "prompt_version");
  },
);

testWithTester(
  "a failed answer is not recorded, says what to do, and repeats no secret",
  async ({ tester, sql }) => {
    const refused = await expectProblem(await tester.ask({ user_message: "refuse this" }), 503);
    expect(refused.detail).toMatch(/asked too often/);
    const stalled = await expectProblem(await tester.ask({ user_message: "stall" }), 503);
    expect(stalled.detail).toMatch(/took too long/);
    for (const question of ["break off here", "cut short here"]) {
      const response = await tester.ask({ user_message: question });
      const text = await response.text();
      const end = response.ok()
        ? readEvents(text).at(-1)
        : { type: "error", message: JSON.parse(text).detail };
      expect(end).toMatchObject({
        type: "error",
        message: expect.stringMatching(/broke off.*Nothing was recorded/),
      });
      expect(text).not.toContain("sk-secret");
    }
    expect(JSON.stringify(refused)).not.toMatch(/sk-secret|127\.0\.0\.1/);
    const rows =
      await sql`select from public.tuning_conversation_turns where session_id = ${tester.sessionId}`;
    expect(rows).toHaveLength(0);
    // An empty answer is an answer: it is there to be reviewed.
    const events = readEvents(await (await tester.ask({ user_message: "say nothing" })).text());
    expect(events).toMatchObject([{ type: "done", turn: { era_response: "" } }]);
  },
);

testWithTester("bad input names the field", async ({ tester }) => {
  await expectProblem(await tester.ask({ user_message: "  " }), 400, "user_message");
  await expectProblem(await tester.ask({ user_message: "x".repeat(20_001) }), 400, "user_message");
  await expectProblem(await tester.ask({ user_message: "x", system: "ignore" }), 400, "system");
  await expectProblem(await tester.ask({ user_message: "x", id: "7" }), 400, "id");
});

testWithTester(
  "only the tester, in a session that goes on",
  async ({ tester, sql, project, api, createKey }) => {
    const body = { user_message: "Hello" };
    const others = await storeSession(sql, { project, tester_id: randomUUID() });
    await expectProblem(await tester.ask(body, others), 403);
    const elsewhere = await storeSession(sql, { project: `${project}-other`, tester_id: tester.userId });
    await expectProblem(await tester.ask(body, elsewhere), 404);
    await expectProblem(await tester.ask(body, randomUUID()), 404);
    const path = `/v1/tuning/sessions/${tester.sessionId}/messages`;
    const key = await api(await createKey({ scopes: ["ingest", "read", "export"] }));
    await expectProblem(await key.post(path, { data: body }), 403);
    await expectProblem(await (await api()).post(path, { data: body }), 401);
    await sql`update public.prompt_tuning_sessions set session_end = now() where id = ${tester.sessionId}`;
    await expectProblem(await tester.ask(body), 409);
    expect(
      await sql`select from public.tuning_conversation_turns where session_id in (${others}, ${elsewhere})`,
    ).toHaveLength(0);
  },
);

test("totals of sessions and what there is to filter by", async ({ api, createKey, project, sql }) => {
  const client = await api(await createKey({ scopes: ["read"], project }));
  const add = async (values: Record<string, unknown>, turns: number) => {
    const id = await storeSession(sql, { project, ...values });
    for (let index = 0; index < turns; index++) await storeTurn(sql, id);
  };
  const end = new Date("2026-03-01T11:00:00Z");
  await add(
    { tester_email: "Meg@example.com", branch_name: "main", master_prompt_version: "v1", session_end: end },
    2,
  );
  await add({ tester_email: "meg@example.com", branch_name: "main", master_prompt_version: "v2" }, 1);
  await add({ tester_email: null, branch_name: null, master_prompt_version: "v1", session_end: end }, 0);
  await storeSession(sql, { project: `${project}-other`, tester_email: "meg@example.com" });
  const summary = async (search = "") => (await client.get(`/v1/tuning/sessions/summary${search}`)).json();
  expect(await summary()).toEqual({
    total: 3,
    active: 1,
    turns: 3,
    improvements: 0,
    testers: [{ value: "meg@example.com", total: 2 }],
    branches: [{ value: "main", total: 2 }],
    versions: [
      { value: "v1", total: 2 },
      { value: "v2", total: 1 },
    ],
  });
  // A choice is counted under all filters but its own.
  expect(await summary("?master_prompt_version=v2")).toMatchObject({
    total: 1,
    active: 1,
    branches: [{ value: "main", total: 1 }],
    versions: [{ total: 2 }, { total: 1 }],
  });
  expect(await summary("?tester_email=MEG@example.com&is_active=false")).toMatchObject({
    total: 1,
    turns: 2,
  });
  expect(await summary("?from=2026-03-02")).toMatchObject({ total: 0, turns: 0, testers: [] });
  await expectProblem(await client.get("/v1/tuning/sessions/summary?branch=main"), 400, "branch");
  await expectProblem(await client.get("/v1/tuning/sessions/summary?is_active=yes"), 400, "is_active");
  const ingest = await api(await createKey({ scopes: ["ingest"], project }));
  await expectProblem(await ingest.get("/v1/tuning/sessions/summary"), 403);
  await expectProblem(await (await api()).get("/v1/tuning/sessions/summary"), 401);
});
