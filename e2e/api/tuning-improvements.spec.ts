import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";
import { storeBlindQueue, storeNote, storeReview, storeSession, storeTurn } from "../tuning-rows";

const notesOf = (turnId: string) => `/v1/tuning/turns/${turnId}/improvements`;
const NOTES = "/v1/tuning/improvements";
const note = { improvement_note: "Should ask which shift first", category: "content", severity: "high" };

test.describe("writing notes", () => {
  test("a member is the author of a note, and the session counts it", async ({
    as,
    createMember,
    project,
    sql,
  }) => {
    const sessionId = await storeSession(sql, { project });
    const turnId = await storeTurn(sql, sessionId);
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const client = await as(meg);
    const response = await client.post(notesOf(turnId), { data: { ...note, metadata: { source: "chat" } } });
    expect(response.status(), await response.text()).toBe(201);
    const written = await response.json();
    expect(written).toMatchObject({
      ...note,
      turn_id: turnId,
      session_id: sessionId,
      project,
      status: "open",
      applied_in_version: null,
      author_kind: "member",
      author_id: meg.userId,
      author_label: meg.email,
      metadata: { source: "chat" },
    });
    expect(response.headers().location).toBe(`${NOTES}/${written.id}`);
    expect(await (await client.get(notesOf(turnId))).json()).toEqual({ data: [written] });
    expect(await (await client.get(`${NOTES}/${written.id}`)).json()).toEqual({
      ...written,
      turn_number: 1,
      user_message: "How many days of leave do I have?",
      era_response: "Twenty-five.",
      better_response: null,
      intent: null,
      master_prompt_version: null,
      branch_name: "prompt-tuning",
    });
    const [session] =
      await sql`select total_improvements from public.prompt_tuning_sessions where id = ${sessionId}`;
    expect(session).toEqual({ total_improvements: 1 });
  });

  test("the same request twice makes one note; another body is a conflict", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const client = await api(await createKey({ scopes: ["ingest"], project }));
    const data = { ...note, id: randomUUID() };
    const first = await client.post(notesOf(turnId), { data });
    expect(first.status(), await first.text()).toBe(201);
    expect(await first.json()).toMatchObject({ id: data.id, author_kind: "key" });
    const again = await client.post(notesOf(turnId), { data });
    expect([again.status(), await again.json()]).toEqual([201, await first.json()]);
    await expectProblem(await client.post(notesOf(turnId), { data: { ...data, category: "tone" } }), 409);

    const headers = { "idempotency-key": randomUUID() };
    const keyed = await client.post(notesOf(turnId), { data: note, headers });
    const repeated = await client.post(notesOf(turnId), { data: note, headers });
    expect((await repeated.json()).id).toBe((await keyed.json()).id);
    expect(await sql`select from public.tuning_improvements where turn_id = ${turnId}`).toHaveLength(2);

    // An id that another principal has taken.
    const other = await api(await createKey({ scopes: ["ingest"], project }));
    await expectProblem(await other.post(notesOf(turnId), { data }), 409, "id");
  });

  for (const [name, data, path] of [
    ["an empty note", { ...note, improvement_note: "" }, "improvement_note"],
    ["an unknown category", { ...note, category: "style" }, "category"],
    ["an unknown severity", { ...note, severity: 3 }, "severity"],
    ["an unknown field", { ...note, colour: "red" }, "colour"],
    ["a status, which a new note does not have", { ...note, status: "applied" }, "status"],
    ["a NUL character", { ...note, improvement_note: "a\u0000b" }, "improvement_note"],
    [
      "a time in an hour",
      { ...note, timestamp: new Date(Date.now() + 3_600_000).toISOString() },
      "timestamp",
    ],
  ] as const) {
    test(`refuses ${name}`, async ({ api, createKey, project, sql }) => {
      const turnId = await storeTurn(sql, await storeSession(sql, { project }));
      const client = await api(await createKey({ scopes: ["ingest"], project }));
      await expectProblem(await client.post(notesOf(turnId), { data }), 400, path);
      expect(await sql`select from public.tuning_improvements where turn_id = ${turnId}`).toHaveLength(0);
    });
  }

  test("is refused to readers, strangers, and on turns of other projects", async ({
    api,
    as,
    createKey,
    createMember,
    createStranger,
    project,
    sql,
  }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const elsewhere = `${project}-other`;
    for (const [client, status] of [
      [await api(await createKey({ scopes: ["read", "export"], project })), 403],
      [await api(await createKey({ scopes: ["ingest", "read"], project: elsewhere })), 404],
      [await as(await createMember({ role: "admin", projects: [elsewhere] })), 404],
      [await as(await createStranger()), 403],
      [await api(), 401],
    ] as const) {
      await expectProblem(await client.post(notesOf(turnId), { data: note }), status);
    }
    const reader = await api(await createKey({ scopes: ["read"], project: elsewhere }));
    await expectProblem(await reader.get(notesOf(turnId)), 404);
    const noteId = await storeNote(sql, turnId);
    for (const path of [`${NOTES}/${noteId}`, `${NOTES}/${noteId}/outcome`])
      await expectProblem(await reader.get(path), 404);
    await expectProblem(await reader.patch(`${NOTES}/${noteId}`, { data: { category: "tone" } }), 404);
    expect((await (await reader.get(NOTES)).json()).data).toEqual([]);
    expect(await (await reader.get(`${NOTES}/summary`)).json()).toEqual({ total: 0, data: [] });
  });
});

test.describe("changing notes", () => {
  test("each field of one's own; null clears", async ({ as, createMember, project, sql }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const client = await as(await createMember({ role: "reviewer", projects: [project] }));
    const { id } = await (await client.post(notesOf(turnId), { data: note })).json();
    for (const patch of [
      { improvement_note: "Ask for the shift" },
      { category: "tone" },
      { category: null },
      { severity: "low" },
      { severity: null },
      { metadata: { a: [1] } },
      { status: "applied", applied_in_version: "v2" },
      { status: "verified" },
      { status: "reopened" },
      { status: "open", applied_in_version: null },
      {},
    ]) {
      const response = await client.patch(`${NOTES}/${id}`, { data: patch });
      expect(response.status(), await response.text()).toBe(200);
      expect(await response.json()).toMatchObject(patch);
    }
  });

  test("applied and verified name their version", async ({ as, createMember, project, sql }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const client = await as(await createMember({ role: "admin" }));
    const id = await storeNote(sql, turnId);
    const change = (data: object) => client.patch(`${NOTES}/${id}`, { data });
    await expectProblem(await change({ status: "applied" }), 400, "applied_in_version");
    await expectProblem(await change({ status: "verified" }), 400, "applied_in_version");
    await expectProblem(await change({ status: "closed" }), 400, "status");
    await expectProblem(await change({ applied_in_version: "" }), 400, "applied_in_version");
    expect((await change({ status: "applied", applied_in_version: "v2" })).status()).toBe(200);
    await expectProblem(await change({ applied_in_version: null }), 400, "applied_in_version");
    expect((await change({ status: "verified" })).status()).toBe(200);
  });

  test("of others: reviewers nothing, product owners the status, admins everything", async ({
    api,
    as,
    createKey,
    createMember,
    project,
    sql,
  }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const author = await as(await createMember({ role: "reviewer", projects: [project] }));
    const { id } = await (await author.post(notesOf(turnId), { data: note })).json();
    const ofKey = await storeNote(sql, turnId, { author_kind: "key", author_id: randomUUID() });
    const reviewer = await as(await createMember({ role: "reviewer" }));
    const owner = await as(await createMember({ role: "product_owner", projects: [project] }));
    const admin = await as(await createMember({ role: "admin", projects: [project] }));
    const changer = await api(await createKey({ scopes: ["ingest", "read"], project }));
    const ingest = await api(await createKey({ scopes: ["ingest"], project }));
    const text = { improvement_note: "mine now" };
    const status = { status: "applied", applied_in_version: "v9" };
    for (const [client, who, patch, answer] of [
      [reviewer, id, text, 403],
      [reviewer, id, status, 403],
      [owner, id, text, 403],
      [owner, id, { ...status, category: "tone" }, 403],
      [owner, id, status, 200],
      [admin, id, text, 200],
      [changer, id, text, 403],
      [changer, ofKey, text, 200],
      [changer, ofKey, status, 200],
      [reviewer, ofKey, text, 403],
      [ingest, ofKey, text, 403],
    ] as const) {
      const response = await client.patch(`${NOTES}/${who}`, { data: patch });
      expect(response.status(), JSON.stringify(patch)).toBe(answer);
    }
    for (const client of [reviewer, owner, changer, ingest]) {
      await expectProblem(await client.delete(`${NOTES}/${id}`), 403);
    }
    expect((await (await author.get(`${NOTES}/${id}`)).json()).improvement_note).toBe("mine now");
    expect((await changer.delete(`${NOTES}/${ofKey}`)).status()).toBe(204);
    expect((await author.delete(`${NOTES}/${id}`)).status()).toBe(204);
    await expectProblem(await reviewer.post(`${NOTES}/${id}/restore`), 403);
    await expectProblem(
      await (await api(await createKey({ scopes: ["ingest", "read"], project: `${project}-other` }))).post(
        `${NOTES}/${id}/restore`,
      ),
      404,
    );
    expect((await author.post(`${NOTES}/${id}/restore`)).status()).toBe(200);
  });

  test("in bulk: all or nothing, and the answer undoes it", async ({ as, createMember, project, sql }) => {
    const turnId = await storeTurn(sql, await storeSession(sql, { project }));
    const meg = await createMember({ role: "reviewer", projects: [project] });
    const client = await as(meg);
    const mine = { author_kind: "member", author_id: meg.userId };
    const first = await storeNote(sql, turnId, { ...mine, category: "tone" });
    const second = await storeNote(sql, turnId, { ...mine, status: "applied", applied_in_version: "v1" });
    const others = await storeNote(sql, turnId, { category: "tone" });
    const read = async (id: string) => (await client.get(`${NOTES}/${id}`)).json();

    const refused = await client.patch(NOTES, { data: { ids: [first, others], category: "clarity" } });
    await expectProblem(refused, 403, "ids.1");
    const unknown = await client.patch(NOTES, { data: { ids: [randomUUID(), first], category: "clarity" } });
    await expectProblem(unknown, 404, "ids.0");
    await expectProblem(
      await client.patch(NOTES, { data: { ids: [first, second], status: "verified" } }),
      400,
      "applied_in_version",
    );
    expect((await read(first)).category).toBe("tone");
    for (const [data, path] of [
      [{ ids: [], category: "tone" }, "ids"],
      [{ ids: ["7"], category: "tone" }, "ids.0"],
      [{ ids: [first] }, ""],
      [{ ids: [first], improvement_note: "alike" }, "improvement_note"],
    ] as const) {
      await expectProblem(await client.patch(NOTES, { data }), 400, path);
    }

    const change = { category: "structure", status: "verified", applied_in_version: "v2" };
    const response = await client.patch(NOTES, { data: { ids: [second, first], ...change } });
    expect(await response.json()).toEqual({
      updated: 2,
      before: [
        { id: second, category: null, severity: null, status: "applied", applied_in_version: "v1" },
        { id: first, category: "tone", severity: null, status: "open", applied_in_version: null },
      ],
    });
    expect(await read(first)).toMatchObject(change);
    for (const { id, ...before } of (await response.json()).before) {
      expect((await client.patch(NOTES, { data: { ids: [id], ...before } })).status()).toBe(200);
      expect(await read(id)).toMatchObject(before);
    }
  });
});

test("deleting and restoring a note changes nothing of it", async ({ as, createMember, project, sql }) => {
  const sessionId = await storeSession(sql, { project });
  const turnId = await storeTurn(sql, sessionId);
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const client = await as(meg);
  const id = await storeNote(sql, turnId, {
    author_kind: "member",
    author_id: meg.userId,
    author_label: "Meg",
    improvement_note: "Grüße 🙈 \u2028 مرحبا",
    category: "tone",
    severity: "low",
    status: "verified",
    applied_in_version: "v2",
    timestamp: new Date("2026-01-31T12:00:00.123Z"),
    metadata: sql.json({ n: 1.5, deep: { list: [null, "x"] } }),
  });
  await sql`update public.tuning_improvements set updated_at = updated_at where id = ${id}`;
  const snapshot = async () =>
    (
      await sql`
      select to_jsonb(i)::text as note, s.total_improvements, s.total_turns from public.prompt_tuning_sessions s
      left join public.tuning_improvements i on i.id = ${id} where s.id = ${sessionId}`
    )[0];
  const before = await snapshot();
  expect(before).toMatchObject({ total_improvements: 1 });
  expect((await client.delete(`${NOTES}/${id}`)).status()).toBe(204);
  expect(await snapshot()).toMatchObject({ note: null, total_improvements: 0 });
  await expectProblem(await client.get(`${NOTES}/${id}`), 404);
  await expectProblem(await client.delete(`${NOTES}/${id}`), 404);
  expect((await client.post(`${NOTES}/${id}/restore`)).status()).toBe(200);
  expect(await snapshot()).toEqual(before);
  await expectProblem(await client.post(`${NOTES}/${id}/restore`), 404);

  // Without its turn there is nothing to restore it to.
  expect((await client.delete(`${NOTES}/${id}`)).status()).toBe(204);
  await sql`delete from public.tuning_conversation_turns where id = ${turnId}`;
  await expectProblem(await client.post(`${NOTES}/${id}/restore`), 409);
});

test("filters, search, pages and the summary agree with the rows", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const meg = await createMember({ role: "reviewer", projects: [project] });
  const one = await storeSession(sql, { project, master_prompt_version: "v1", branch_name: "main" });
  const two = await storeSession(sql, { project, master_prompt_version: "v2", branch_name: "tone" });
  const turnOne = await storeTurn(sql, one, { intent: "leave" });
  const turnTwo = await storeTurn(sql, two);
  await storeReview(sql, turnOne, { reviewer_id: meg.userId, better_response: "25 days, see policy 4." });
  const at = (minute: number) => ({ timestamp: new Date(Date.UTC(2026, 2, 1, 10, minute)) });
  const a = await storeNote(sql, turnOne, {
    ...at(1),
    category: "tone",
    severity: "high",
    author_kind: "member",
    author_id: meg.userId,
  });
  const b = await storeNote(sql, turnOne, {
    ...at(2),
    improvement_note: "Cite the leave policy",
    category: "citation",
  });
  const c = await storeNote(sql, turnTwo, { ...at(3), status: "applied", applied_in_version: "v3" });
  const d = await storeNote(sql, turnTwo, { ...at(3), category: "tone", status: "reopened" });
  const client = await as(meg);
  const reader = await api(await createKey({ scopes: ["read"] }));
  const list = async (search: string) => {
    const response = await client.get(`${NOTES}?${search}`);
    expect(response.status(), await response.text()).toBe(200);
    return (await response.json()).data.map((row: { id: string }) => row.id).sort();
  };
  for (const [search, ids] of [
    ["", [a, b, c, d]],
    ["category=tone", [a, d]],
    ["category=(none)", [c]],
    ["category=(none),citation", [b, c]],
    ["severity=high", [a]],
    ["status=applied,reopened", [c, d]],
    ["applied_in_version=v3", [c]],
    ["master_prompt_version=v1", [a, b]],
    ["branch_name=tone", [c, d]],
    [`session_id=${two}`, [c, d]],
    [`turn_id=${turnOne}`, [a, b]],
    [`author_id=${meg.userId}`, [a]],
    ["is_mine=true", [a]],
    ["is_mine=false", [b, c, d]],
    ["q=leave poli", [b]],
    ["q=shift -first", []],
    ["q=shift&q=policy", [a, b, c, d]],
    ["from=2026-03-01T10:02:00Z&to=2026-03-01T10:03:00Z", [b]],
    ["category=tone&master_prompt_version=v2", [d]],
  ] as const) {
    expect(await list(search), search).toEqual([...ids].sort());
    const summary = await (await client.get(`${NOTES}/summary?${search}`)).json();
    expect(summary.total, search).toBe(ids.length);
  }
  expect(await (await client.get(`${NOTES}/summary`)).json()).toEqual({
    total: 4,
    data: [
      { category: "citation", status: "open", total: 1 },
      { category: "tone", status: "open", total: 1 },
      { category: "tone", status: "reopened", total: 1 },
      { category: null, status: "applied", total: 1 },
    ],
  });
  const rows = (await (await client.get(NOTES)).json()).data;
  expect(rows.find((row: { id: string }) => row.id === a)).toMatchObject({
    better_response: "25 days, see policy 4.",
    intent: "leave",
    master_prompt_version: "v1",
  });
  // Someone else's note on the same turn has its own author's better answer, which there is none of.
  expect(rows.find((row: { id: string }) => row.id === b).better_response).toBeNull();

  for (const sort of ["timestamp", "-timestamp"]) {
    const whole = (await (await reader.get(`${NOTES}?project=${project}&sort=${sort}`)).json()).data;
    const paged: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { data: unknown[]; next_cursor: string | null } = await (
        await reader.get(`${NOTES}?project=${project}&sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`)
      ).json();
      paged.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(whole);
    expect(paged).toHaveLength(4);
  }
  for (const [search, path] of [
    ["category=style", "category"],
    ["severity=5", "severity"],
    ["status=closed", "status"],
    ["session_id=7", "session_id"],
    ["from=2026-03-02&to=2026-03-01", "to"],
    ["limit=1001", "limit"],
    ["cursor=x", "cursor"],
    ["colour=red", "colour"],
    ["is_mine=yes", "is_mine"],
  ] as const) {
    await expectProblem(await client.get(`${NOTES}?${search}`), 400, path);
  }
});

test("while a blind queue waits, nobody but the author and admins finds a note", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const turnId = await storeTurn(sql, await storeSession(sql, { project }));
  const meg = await as(await createMember({ role: "reviewer", projects: [project] }));
  const { id } = await (await meg.post(notesOf(turnId), { data: note })).json();
  const queue = await storeBlindQueue(sql, project, turnId);
  const ann = await as(await createMember({ role: "product_owner", projects: [project] }));
  const admin = await as(await createMember({ role: "admin", projects: [project] }));
  const key = await api(await createKey({ scopes: ["ingest", "read", "export"], project }));
  const found = async (client: APIRequestContext) => ({
    list: (await (await client.get(`${NOTES}?project=${project}`)).json()).data.length,
    turn: (await (await client.get(notesOf(turnId))).json()).data.length,
    total: (await (await client.get(`${NOTES}/summary?project=${project}`)).json()).total,
    one: (await client.get(`${NOTES}/${id}`)).status(),
    outcome: (await client.get(`${NOTES}/${id}/outcome`)).status(),
  });
  const everything = { list: 1, turn: 1, total: 1, one: 200, outcome: 200 };
  const nothing = { list: 0, turn: 0, total: 0, one: 404, outcome: 404 };
  expect(await found(meg)).toEqual(everything);
  expect(await found(admin)).toEqual(everything);
  for (const client of [ann, key]) {
    expect(await found(client)).toEqual(nothing);
    await expectProblem(await client.patch(`${NOTES}/${id}`, { data: { status: "reopened" } }), 404);
    const file = await client.post(`${NOTES}/export`, { data: { format: "jsonl", ids: [id] } });
    expect(await file.text()).toBe("");
  }
  await sql`update public.review_queues set is_open = false where id = ${queue}`;
  expect(await found(ann)).toEqual(everything);
});

test("downloads are the rows of the list, for those who may", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const turnId = await storeTurn(sql, await storeSession(sql, { project }), {
    user_message: '=1+1, "quoted"',
  });
  for (let minute = 0; minute < 5; minute += 1) {
    await storeNote(sql, turnId, {
      improvement_note: `line one\nline ${minute}`,
      category: minute % 2 ? "tone" : null,
      timestamp: new Date(Date.UTC(2026, 2, 1, 10, minute)),
    });
  }
  const client = await api(await createKey({ scopes: ["export"], project }));
  const rows = (await (await client.get(`${NOTES}?sort=timestamp`)).json()).data;
  const post = (data: object) => client.post(`${NOTES}/export`, { data });
  const jsonl = await post({ format: "jsonl" });
  expect(jsonl.headers()["content-type"]).toContain("application/x-ndjson");
  expect(
    (await jsonl.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(rows);
  const csv = await post({
    format: "csv",
    bom: true,
    filters: { category: "tone" },
    columns: ["improvement_note", "user_message", "category"],
  });
  expect(csv.headers()["content-disposition"]).toMatch(/^attachment; filename="retune-notes-.*\.csv"$/);
  expect(await csv.text()).toBe(
    '\uFEFFimprovement_note,user_message,category\r\n"line one\nline 1","\'=1+1, ""quoted""",tone\r\n"line one\nline 3","\'=1+1, ""quoted""",tone\r\n'.replaceAll(
      "\"'=1+1",
      "\"'=1+1",
    ),
  );
  const selected = await post({ format: "jsonl", ids: [rows[3].id, rows[1].id] });
  expect(
    (await selected.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual([rows[1].id, rows[3].id]);
  // What arrives after the file was begun is for the next one, unless it is asked for by its id.
  const later = await storeNote(sql, turnId, { timestamp: new Date(Date.now() + 60_000) });
  const again = (await (await post({ format: "jsonl" })).text()).trim().split("\n");
  expect(again.map((line) => JSON.parse(line))).toEqual(rows);
  expect(JSON.parse(await (await post({ format: "jsonl", ids: [later] })).text())).toMatchObject({
    id: later,
  });
  await expectProblem(await post({ format: "xml" }), 400, "format");
  await expectProblem(await post({ format: "csv", filters: { category: "style" } }), 400, "filters.category");
  await expectProblem(await post({ format: "csv", filters: {}, ids: [rows[0].id] }), 400, "ids");
  const [entry] = await sql`
    select count(*)::int as n, max(detail ->> 'format') as format from public.audit_log
    where action = 'improvement.export' and actor_id = (select id from public.api_keys where project = ${project} limit 1)`;
  expect(entry).toEqual({ n: 5, format: "jsonl" });
  for (const [refused, status] of [
    [await api(await createKey({ scopes: ["read", "ingest"], project })), 403],
    [await as(await createMember({ role: "reviewer", projects: [project] })), 403],
    [await api(), 401],
  ] as const) {
    await expectProblem(await refused.post(`${NOTES}/export`, { data: { format: "csv" } }), status);
  }
});

test.describe("the outcome of a note", () => {
  /** A version with reviewed turns of one intent, some of them with a note of the category. */
  async function storeVersion(
    sql: Parameters<typeof storeSession>[0],
    options: {
      project: string;
      version: string | null;
      start: string;
      turns: number;
      noted: number;
      turn?: object;
      category?: string;
    },
  ): Promise<string[]> {
    const sessionId = await storeSession(sql, {
      project: options.project,
      master_prompt_version: options.version,
      session_start: new Date(options.start),
    });
    const ids: string[] = [];
    for (let index = 0; index < options.turns; index += 1) {
      const id = await storeTurn(sql, sessionId, { intent: "leave", ...options.turn });
      await storeReview(sql, id);
      if (index < options.noted) await storeNote(sql, id, { category: options.category ?? "tone" });
      ids.push(id);
    }
    return ids;
  }

  test("counts reviewed turns of the same intent before and since its version", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const [turnId = ""] = await storeVersion(sql, {
      project,
      version: "v1",
      start: "2026-01-01T00:00:00Z",
      // The first is the note's own, which does not count.
      turns: 11,
      noted: 9,
    });
    const later = await storeVersion(sql, {
      project,
      version: "v2",
      start: "2026-02-01T00:00:00Z",
      turns: 12,
      noted: 3,
    });
    // Not counted: another intent, no review, no version, another project, another category of note.
    await storeVersion(sql, {
      project,
      version: "v2",
      start: "2026-02-02T00:00:00Z",
      turns: 3,
      noted: 3,
      turn: { intent: "shift" },
    });
    await storeVersion(sql, { project, version: null, start: "2026-02-03T00:00:00Z", turns: 3, noted: 3 });
    await storeVersion(sql, {
      project: `${project}-b`,
      version: "v2",
      start: "2025-01-01T00:00:00Z",
      turns: 3,
      noted: 3,
    });
    const unreviewed = await storeSession(sql, { project, master_prompt_version: "v2" });
    await storeNote(sql, await storeTurn(sql, unreviewed, { intent: "leave" }), { category: "tone" });
    await storeNote(sql, later[11] ?? "", { category: "clarity" });
    const [id] = (
      await sql<{ id: string }[]>`
        update public.tuning_improvements set status = 'applied', applied_in_version = 'v2' where turn_id = ${turnId} returning id`
    ).map((row) => row.id);
    const client = await api(await createKey({ scopes: ["read"], project }));
    const outcome = await (await client.get(`${NOTES}/${id}/outcome`)).json();
    expect(outcome).toMatchObject({
      id,
      applied_in_version: "v2",
      matched_by: "intent",
      before: { turns: 10, noted: 8, share: 0.8 },
      after: { turns: 12, noted: 3, share: 0.25 },
    });
    expect(outcome.difference).toBeCloseTo(-0.55, 12);
    // Wilson bounds 0.4902-0.9433 and 0.0889-0.5323; Newcombe: -0.55 -+ hypot.
    expect(outcome.before.ci_low).toBeCloseTo(0.4902, 4);
    expect(outcome.after.ci_high).toBeCloseTo(0.5323, 4);
    expect(outcome.ci_low).toBeCloseTo(-0.55 - Math.hypot(0.25 - 0.0889, 0.9433 - 0.8), 3);
    expect(outcome.ci_high).toBeCloseTo(-0.55 + Math.hypot(0.5323 - 0.25, 0.8 - 0.4902), 3);
    expect(outcome.later_turns).toHaveLength(12);
    expect(outcome.later_turns.filter((turn: { has_same_note: boolean }) => turn.has_same_note)).toHaveLength(
      3,
    );

    // A turn that a blind queue waits for leaves the count, for everyone.
    await storeBlindQueue(sql, project, later[0] ?? "");
    expect((await (await client.get(`${NOTES}/${id}/outcome`)).json()).after).toMatchObject({
      turns: 11,
      noted: 2,
    });
  });

  test("without an intent, counts turns with a similar question; without a version there is no difference", async ({
    api,
    createKey,
    project,
    sql,
  }) => {
    const about = (user_message: string) => ({ intent: null, user_message });
    const [turnId = ""] = await storeVersion(sql, {
      project,
      version: "v1",
      start: "2026-01-01T00:00:00Z",
      // The first is the note's own, which does not count.
      turns: 2,
      noted: 2,
      turn: about("My employee did not show up today"),
    });
    await storeVersion(sql, {
      project,
      version: "v2",
      start: "2026-02-01T00:00:00Z",
      turns: 2,
      noted: 0,
      turn: about("My employee didn't show up today, what now?"),
    });
    await storeVersion(sql, {
      project,
      version: "v2",
      start: "2026-02-01T00:00:00Z",
      turns: 2,
      noted: 2,
      turn: about("Which holidays are paid?"),
    });
    const [row] = await sql<
      { id: string }[]
    >`select id from public.tuning_improvements where turn_id = ${turnId}`;
    const client = await api(await createKey({ scopes: ["read"], project }));
    const read = async () => (await client.get(`${NOTES}/${row?.id}/outcome`)).json();
    expect(await read()).toMatchObject({
      matched_by: "question",
      applied_in_version: null,
      before: { turns: 3, noted: 1 },
      after: { turns: 0, noted: 0, share: null, ci_low: null },
      difference: null,
      ci_low: null,
      later_turns: [],
    });
    await sql`update public.tuning_improvements set status = 'applied', applied_in_version = 'v2' where id = ${row?.id ?? ""}`;
    expect(await read()).toMatchObject({
      before: { turns: 1, noted: 1, share: 1 },
      after: { turns: 2, noted: 0, share: 0 },
      difference: -1,
    });
  });
});

test.describe("preferences", () => {
  test("are each member's own", async ({ api, as, createKey, createMember }) => {
    const meg = await as(await createMember({ role: "reviewer" }));
    const ann = await as(await createMember({ role: "admin" }));
    const path = "/v1/me/preferences";
    expect(await (await meg.get(path)).json()).toEqual({ dismissed_hints: [] });
    const put = await meg.put(path, { data: { dismissed_hints: ["review-first-turn", "b", "b"] } });
    expect(put.status(), await put.text()).toBe(200);
    expect(await put.json()).toEqual({ dismissed_hints: ["review-first-turn", "b"] });
    expect(await (await meg.get(path)).json()).toEqual({ dismissed_hints: ["review-first-turn", "b"] });
    expect(await (await ann.get(path)).json()).toEqual({ dismissed_hints: [] });
    await expectProblem(await meg.put(path, { data: { dismissed_hints: "all" } }), 400, "dismissed_hints");
    await expectProblem(await meg.put(path, { data: {} }), 400, "dismissed_hints");
    const key = await api(await createKey({ scopes: ["ingest", "read", "export"] }));
    await expectProblem(await key.get(path), 403);
    await expectProblem(await key.put(path, { data: { dismissed_hints: [] } }), 403);
    await expectProblem(await (await api()).get(path), 401);
  });
});

test("a change of many notes is held to the settings of each note's project", async ({
  as,
  createMember,
  project,
  sql,
}) => {
  const strict = `${project}-strict`;
  const notes: string[] = [];
  for (const [name, mode] of [
    [project, "off"],
    [strict, "reject"],
    [`${project}-redact`, "redact"],
  ] as const) {
    await sql`insert into public.project_settings (project, privacy_mode) values (${name}, ${mode})`;
    notes.push(await storeNote(sql, await storeTurn(sql, await storeSession(sql, { project: name }))));
  }
  const admin = await as(await createMember({ role: "admin" }));
  const change = (ids: string[]) =>
    admin.patch(NOTES, {
      data: { ids, status: "applied", applied_in_version: "v2 of ann@example.com" },
    });
  const [free = "", refusing = "", redacting = ""] = notes;
  // The first note's project would take it; the second one's does not.
  await expectProblem(await change([free, refusing]), 400, "applied_in_version");
  expect(
    await sql`select from public.tuning_improvements where id = any (${notes}::uuid[]) and applied_in_version is not null`,
  ).toHaveLength(0);
  const changed = await change([free, redacting]);
  expect(changed.status(), await changed.text()).toBe(200);
  expect((await changed.json()).updated).toBe(2);
  const stored = await sql<{ version: string }[]>`
    select applied_in_version as version from public.tuning_improvements where id = any (${[free, redacting]}::uuid[])`;
  expect(stored.map(({ version }) => version)).toEqual(["v2 of [EMAIL]", "v2 of [EMAIL]"]);
});
