import { randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import type { Sql } from "postgres";
import { recordExecutions } from "../execution-rows";
import { recordInteractions } from "../interaction-rows";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";
import { storeNote, storeSession, storeTurn } from "../tuning-rows";
import { parseLines, recordVotes } from "../votes";

type Row = Record<string, unknown>;

/** A list of the product and its file. */
type List = {
  noun: string;
  list: string;
  export: string;
  /** What the list says how many rows there are; its own rows when it has no count. */
  count?: string;
  idOf?: (row: Row) => string;
  /** Whether ids go together with filters. */
  isNarrowed?: boolean;
  /** Whether every member may download it. */
  isOpen?: boolean;
};

const lists: List[] = [
  {
    noun: "votes",
    list: "/v1/feedback?sort=created_at",
    export: "/v1/feedback/export",
    count: "/v1/feedback/count",
  },
  {
    noun: "interactions",
    list: "/v1/interactions?sort=timestamp",
    export: "/v1/interactions/export",
    count: "/v1/interactions/count",
  },
  {
    noun: "conversations",
    list: "/v1/conversations?sort=last_activity",
    export: "/v1/conversations/export",
    count: "/v1/conversations/count",
  },
  {
    noun: "notes",
    list: "/v1/tuning/improvements?sort=timestamp",
    export: "/v1/tuning/improvements/export",
    count: "/v1/tuning/improvements/summary",
  },
  {
    noun: "executions",
    list: "/v1/executions?sort=created_at",
    export: "/v1/executions/export",
    count: "/v1/executions/count",
  },
  {
    noun: "examples",
    list: "/v1/examples",
    export: "/v1/examples/export",
    count: "/v1/examples/count",
  },
  {
    noun: "failure-patterns",
    list: "/v1/executions/failure-patterns",
    export: "/v1/executions/failure-patterns/export",
    count: "/v1/executions/failure-patterns/count",
    isNarrowed: true,
  },
  {
    noun: "people",
    list: "/v1/costs/by-user",
    export: "/v1/costs/by-user/export",
    idOf: (row) => row.user_id as string,
    isNarrowed: true,
  },
];
const sessions = { noun: "sessions", export: "/v1/tuning/export", isOpen: true };

/** Three rows of everything in a project. */
async function fill(client: APIRequestContext, sql: Sql, project: string): Promise<void> {
  const numbers = [1, 2, 3];
  await recordVotes(
    client,
    numbers.map((n) => ({ query: `=SUM(A${n})`, comment: 'said "no",\nthen left' })),
  );
  await recordInteractions(
    client,
    numbers.map((n) => ({ user_id: `u-${n}-${project}`, external_conversation_id: `c-${n}` })),
  );
  await recordExecutions(client, [
    ...numbers.map((n) => ({ user_prompt: `chart ${n} of ${project}` })),
    ...["cannot plot", "no such file", "out of memory"].map((error) => ({ success: false, error })),
  ]);
  const session = await storeSession(sql, { project });
  for (const n of numbers) {
    const turn = await storeTurn(sql, session, { user_message: `=1+${n}` });
    await storeNote(sql, turn, { improvement_note: `note ${n}` });
  }
}

async function download(client: Pick<APIRequestContext, "post">, path: string, data: object) {
  const response = await client.post(path, { data });
  expect(response.status(), response.status() === 200 ? "" : await response.text()).toBe(200);
  return { headers: response.headers(), body: await response.body() };
}

for (const { noun, list, export: path, count, idOf = (row: Row) => row.id as string, isNarrowed } of lists) {
  test(`${noun}: the file has the rows of the list in every format, or those that were selected`, async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
    await fill(client, sql, project);
    const rows: Row[] = (await (await client.get(list)).json()).data;
    expect(rows.length).toBeGreaterThanOrEqual(3);
    if (count) {
      const counted = await (await client.get(count)).json();
      expect(counted.total ?? counted.count).toBe(rows.length);
    }
    const jsonl = await download(client, path, { format: "jsonl" });
    expect(parseLines(jsonl.body.toString())).toEqual(rows);
    expect(jsonl.headers["content-disposition"]).toMatch(
      new RegExp(`^attachment; filename="retune-${noun}-(until-)?\\d{4}-\\d\\d-\\d\\d(-to-.*)?\\.jsonl"$`),
    );
    const csv = await download(client, path, { format: "csv" });
    expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(csv.body.toString().split("\r\n")[0]).toBe(Object.keys(rows[0] as Row).join(","));
    for (const [format, plain] of [
      ["jsonl.gz", jsonl.body],
      ["csv.gz", csv.body],
    ] as const) {
      const packed = await download(client, path, { format });
      expect(packed.headers["content-type"]).toBe("application/gzip");
      expect(packed.headers["content-encoding"]).toBeUndefined();
      expect(packed.headers["content-disposition"]).toMatch(new RegExp(`\\.${format}"$`));
      expect(gunzipSync(packed.body).equals(plain)).toBe(true);
      expect((await download(client, path, { format })).body.equals(packed.body)).toBe(true);
    }

    const ids = rows.filter((_, n) => n !== 1).map(idOf);
    const selected = await download(client, path, { format: "jsonl", ids });
    expect(parseLines(selected.body.toString()).map((row) => idOf(row as Row))).toEqual(ids);
    expect(selected.headers["content-disposition"]).toContain(`retune-${noun}-selected-`);
    // What another project has stays out, named by its id or not.
    const other = await api(await createKey({ scopes: ["export"], project: `${project}-other` }));
    for (const which of [{ ids }, {}])
      expect((await download(other, path, { format: "jsonl", ...which })).body.toString()).toBe("");

    for (const [data, at] of [
      [{ format: "xml" }, "format"],
      [{ format: "csv", columns: ["nonsense"] }, "columns.0"],
      [{ format: "csv", filters: { nonsense: 1 } }, "filters.nonsense"],
      [{ format: "csv", ids: [] }, "ids"],
      ...(isNarrowed ? [] : [[{ format: "csv", ids, filters: { project } }, "ids"] as const]),
    ] as const)
      await expectProblem(await client.post(path, { data }), 400, at);
    const entries = await sql<{ action: string; detail: { format: string; filtered_by: string[] } }[]>`
      select a.action, a.detail from public.audit_log a join public.api_keys k on k.id = a.actor_id
      where k.project = ${project} order by a.id`;
    expect(entries.map((entry) => entry.detail.format)).toEqual([
      "jsonl",
      "csv",
      "jsonl.gz",
      "jsonl.gz",
      "csv.gz",
      "csv.gz",
      "jsonl",
    ]);
    expect(entries.at(-1)?.detail.filtered_by).toContain("ids");
  });
}

test("sessions: the file has their turns and notes, in every format", async ({
  api,
  createKey,
  project,
  sql,
}) => {
  const client = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  await fill(client, sql, project);
  const file = async (data: object) => (await download(client, "/v1/tuning/export", data)).body.toString();
  const csv = await file({ format: "csv" });
  expect(csv).toBe(await (await client.get("/v1/tuning/export.csv")).text().then(withoutFirstColumn));
  expect(csv).toContain("'=1+2");
  const packed = await download(client, "/v1/tuning/export", { format: "csv.gz" });
  expect(gunzipSync(packed.body).toString()).toBe(csv);
  const [{ id }] = (await (await client.get("/v1/tuning/sessions")).json()).data;
  const lines = parseLines(
    await file({ format: "jsonl", ids: [id], columns: ["session_id", "improvement_note"] }),
  );
  expect(lines).toEqual([1, 2, 3].map((n) => ({ session_id: id, improvement_note: `note ${n}` })));
  const other = await api(await createKey({ scopes: ["export"], project: `${project}-other` }));
  expect((await download(other, "/v1/tuning/export", { format: "jsonl", ids: [id] })).body.toString()).toBe(
    "",
  );
});

/** Of several sessions the GET also has the column session_id, last or first. */
const withoutFirstColumn = (text: string) =>
  text
    .split("\r\n")
    .map((line) => line.replace(/,[0-9a-f-]{36}$|,session_id$/, ""))
    .join("\r\n");

test("who may download rows: product owners, admins and keys with scope export; sessions every member", async ({
  api,
  as,
  createKey,
  createMember,
  project,
}) => {
  const reviewer = await as(await createMember({ role: "reviewer", projects: [project] }));
  const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
  const admin = await as(await createMember({ role: "admin", projects: [project] }));
  const refused = await Promise.all(
    (["read", "ingest", "metrics"] as const).map(async (scope) =>
      api(await createKey({ scopes: [scope], project })),
    ),
  );
  const exporter = await api(await createKey({ scopes: ["export"], project }));
  const data = { format: "csv.gz" };
  for (const { export: path, noun, isOpen } of [...lists, sessions]) {
    for (const client of [owner, admin, exporter])
      expect((await client.post(path, { data })).status(), noun).toBe(200);
    for (const client of refused) await expectProblem(await client.post(path, { data }), 403);
    expect((await reviewer.post(path, { data })).status(), noun).toBe(isOpen ? 200 : 403);
    await expectProblem(await (await api()).post(path, { data }), 401);
  }
});

for (const format of ["csv", "csv.gz"] as const) {
  test(`${format}: a client that stops taking makes the server stop reading`, async ({
    api,
    baseURL,
    createKey,
    project,
    sql,
  }) => {
    const rows = 150;
    // Hexadecimal digits compress to half at best: whatever is buffered on the way, most of the file is not.
    const text = randomBytes(200_000).toString("hex");
    await sql`
      insert into public.feedback (query, response, corrected_response, model, rating, project, created_at)
      select 'question ' || n, 'a', ${text}, 'm', -1, ${project}, now() - interval '1 day' + n * interval '1 second'
      from generate_series(1, ${rows}) n`;
    const key = await createKey({ scopes: ["read", "ingest", "export"], project });
    const client = await api(key);
    const data = { format, columns: ["query", "corrected_response"] };
    const stalled = await open(`${baseURL}/v1/feedback/export`, key, data);
    // The clock: while this one is read whole, the server had the time to read all for the other.
    const whole = read(format, (await download(client, "/v1/feedback/export", data)).body);
    expect(whole).toContain(`question ${rows},`);
    const [last] = (await (await client.get("/v1/feedback?limit=1")).json()).data;
    expect((await client.delete(`/v1/feedback/${last.id}`)).status()).toBe(204);
    const rest: Buffer[] = [];
    for await (const chunk of stalled) rest.push(chunk as Buffer);
    const late = read(format, Buffer.concat(rest));
    expect(late).toContain(`question ${rows - 100},`);
    expect(late).not.toContain(`question ${rows},`);
  });
}

const read = (format: string, body: Buffer) => (format.endsWith(".gz") ? gunzipSync(body) : body).toString();

/** Sends the request and takes nothing of the answer but its head. */
function open(url: string, key: string, data: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      },
      resolve,
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(data));
  });
}
