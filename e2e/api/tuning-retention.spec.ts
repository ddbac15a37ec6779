import type { Sql } from "postgres";
import { expectProblem } from "../problems";
import { expect, test } from "../signed-in";
import { storeBlindQueue, storeNote, storeReview, storeSession, storeTurn } from "../tuning-rows";

// One policy and one archive belong to the whole installation: these tests touch sessions of long ago only, and take turns.
test.describe.configure({ mode: "serial" });

const tables = [
  ["prompt_tuning_sessions", "id"],
  ["tuning_conversation_turns", "id"],
  ["tuning_improvements", "id"],
  ["turn_reviews", "id"],
  ["turn_review_revisions", "id"],
  ["turn_adjudications", "turn_id"],
  ["review_queue_slots", "queue_id, turn_id, slot"],
] as const;

/** Every row of the project in every table, to the last byte. */
async function snapshot(sql: Sql, project: string): Promise<Record<string, string[]>> {
  const result: Record<string, string[]> = {};
  for (const [table, key] of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(
      `select to_jsonb(t)::text as row from public.${table} t where t.project = $1 order by ${key}`,
      [project],
    );
    result[table] = rows.map(({ row }) => row);
  }
  return result;
}

/** A session with everything that can hang on one. */
async function storeFullSession(sql: Sql, project: string, start: string): Promise<string> {
  const id = await storeSession(sql, {
    project,
    session_start: new Date(start),
    session_end: new Date(Date.parse(start) + 60_000),
    tester_name: "Meg 🙈",
    metadata: sql.json({ n: 1.25, list: [null, "x"] }),
    updated_at: new Date("2001-02-03T04:05:06.789Z"),
  });
  const turns = [
    await storeTurn(sql, id, {
      avg_similarity: 0.123456789012345,
      search_results: sql.json({ results: [] }),
    }),
    await storeTurn(sql, id, { rating: -1 }),
  ];
  for (const turnId of turns) {
    await storeNote(sql, turnId, {
      category: "tone",
      timestamp: new Date(start),
      status: "verified",
      applied_in_version: "v2",
    });
    await storeReview(sql, turnId, {
      clarity_score: 4,
      better_response: "Better.",
      chunk_verdicts: sql.json({ 0: "used" }),
      version: 3,
    });
    await sql`
      insert into public.turn_review_revisions (turn_id, reviewer_id, project, version, review)
      values (${turnId}, gen_random_uuid(), ${project}, 2, '{"state": "draft"}')`;
    await sql`insert into public.turn_adjudications (turn_id, adjudicator_id, categories) values (${turnId}, gen_random_uuid(), '{tone}')`;
    await storeBlindQueue(sql, project, turnId);
  }
  await sql`
    update public.review_queue_slots set state = 'done', reviewer_id = gen_random_uuid() where turn_id = ${turns[0] ?? ""} and slot = 1`;
  return id;
}

const LONG_AGO = 9000;

test("archiving is counted first, then done, and undone to the last byte", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  const old = await storeFullSession(sql, project, "1999-01-01T00:00:00.123Z");
  const recent = await storeFullSession(sql, project, "2026-03-01T00:00:00Z");
  const before = await snapshot(sql, project);
  expect(Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, rows.length]))).toEqual({
    prompt_tuning_sessions: 2,
    tuning_conversation_turns: 4,
    tuning_improvements: 4,
    turn_reviews: 4,
    turn_review_revisions: 4,
    turn_adjudications: 4,
    review_queue_slots: 8,
  });
  const person = await createMember({ role: "admin" });
  const admin = await as(person);
  const run = async (data: object) => {
    const response = await admin.post("/v1/tuning/retention/run", { data });
    expect(response.status(), await response.text()).toBe(200);
    return response.json();
  };
  const counts = { sessions: 1, turns: 2, improvements: 2, reviews: 2 };
  const dry = await run({ action: "archive", older_than_days: LONG_AGO });
  expect(dry).toMatchObject({ action: "archive", dry_run: true, ...counts });
  expect(await snapshot(sql, project)).toEqual(before);

  expect(await run({ action: "archive", older_than_days: LONG_AGO, dry_run: false })).toMatchObject({
    dry_run: false,
    ...counts,
  });
  const archived = await snapshot(sql, project);
  expect(archived.prompt_tuning_sessions).toHaveLength(1);
  expect(archived.turn_reviews).toHaveLength(2);
  const reader = await api(await createKey({ scopes: ["read"], project }));
  expect((await reader.get(`/v1/tuning/sessions/${old}`)).status()).toBe(404);
  const list = await (await reader.get("/v1/tuning/archive")).json();
  expect(list).toMatchObject({
    data: [
      {
        id: old,
        project,
        total_turns: 2,
        total_improvements: 2,
        tester_name: "Meg 🙈",
      },
    ],
    next_cursor: null,
  });
  const detail = await (await admin.get(`/v1/tuning/archive/${old}`)).json();
  expect(detail.session).toEqual(list.data[0]);
  expect(detail.turns.map((turn: { turn_number: number }) => turn.turn_number)).toEqual([1, 2]);
  expect(detail.improvements).toHaveLength(2);
  expect((await (await reader.get(`/v1/tuning/archive/${old}`)).json()).improvements).toEqual([]);
  expect(await run({ action: "archive", older_than_days: LONG_AGO, dry_run: false })).toMatchObject({
    sessions: 0,
    turns: 0,
  });

  // Denials: reading, restoring.
  const other = await api(await createKey({ scopes: ["read"], project: `${project}-other` }));
  expect((await (await other.get("/v1/tuning/archive")).json()).data).toEqual([]);
  await expectProblem(await other.get(`/v1/tuning/archive/${old}`), 404);
  const restore = `/v1/tuning/archive/${old}/restore`;
  await expectProblem(await other.post(restore), 404);
  await expectProblem(
    await (await as(await createMember({ role: "admin", projects: [`${project}-other`] }))).post(restore),
    404,
  );
  for (const client of [
    reader,
    await as(await createMember({ role: "product_owner", projects: [project] })),
  ]) {
    await expectProblem(await client.post(restore), 403);
  }

  const limited = await as(await createMember({ role: "admin", projects: [project] }));
  const back = await limited.post(restore);
  expect(back.status(), await back.text()).toBe(200);
  expect(await back.json()).toEqual({ session_id: old, turns: 2, improvements: 2, reviews: 2 });
  expect(await snapshot(sql, project)).toEqual(before);
  expect((await (await reader.get("/v1/tuning/archive")).json()).data).toEqual([]);
  await expectProblem(await limited.post(restore), 404);
  expect(recent).not.toBe(old);

  const log = await sql<{ action: string; sessions: number | null }[]>`
    select action, (detail ->> 'sessions')::int as sessions from public.audit_log
    where actor_id = ${person.userId} and action like 'retention.%' order by id`;
  expect([...log]).toEqual([{ action: "retention.archive", sessions: 1 }]);
});

test("a queue opened or deleted meanwhile, and a place that is taken", async ({
  as,
  createMember,
  project,
  sql,
}) => {
  const id = await storeFullSession(sql, project, "1999-02-01T00:00:00Z");
  const admin = await as(await createMember({ role: "admin" }));
  const archive = () =>
    admin.post("/v1/tuning/retention/run", {
      data: { action: "archive", older_than_days: LONG_AGO, dry_run: false },
    });
  const restore = () => admin.post(`/v1/tuning/archive/${id}/restore`);
  expect((await archive()).status()).toBe(200);
  const [gone] = await sql<{ id: string }[]>`
    delete from public.review_queues where id = (select id from public.review_queues where project = ${project} limit 1) returning id`;
  await sql`insert into public.review_queues (project, name) values (${project}, 'opened later')`;
  await sql`insert into public.prompt_tuning_sessions (id, project, session_start) values (${id}, ${project}, now())`;
  await expectProblem(await restore(), 409);
  await sql`delete from public.prompt_tuning_sessions where id = ${id}`;
  expect((await restore()).status()).toBe(200);
  const slots = await sql<{ name: string; n: number }[]>`
    select case when q.name = 'opened later' then q.name else 'old' end as name, count(*)::int as n
    from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id where s.session_id = ${id} group by 1 order by 1`;
  expect([...slots]).toEqual([
    { name: "old", n: 2 },
    { name: "opened later", n: 2 },
  ]);
  expect(gone).toBeDefined();
  await sql`delete from public.prompt_tuning_sessions where id = ${id}`;
});

test("old archives are deleted for good, with all that belongs to them", async ({
  as,
  createMember,
  project,
  sql,
}) => {
  const id = await storeFullSession(sql, project, "1999-03-01T00:00:00Z");
  const admin = await as(await createMember({ role: "admin" }));
  const run = (data: object) => admin.post("/v1/tuning/retention/run", { data });
  expect((await run({ action: "archive", older_than_days: LONG_AGO, dry_run: false })).status()).toBe(200);
  const wanted = { action: "delete_archived", older_than_days: 8000 };
  expect(await (await run(wanted)).json()).toMatchObject({ dry_run: true, sessions: 0 });
  await sql`update public.tuning_archive_entries set archived_at = '2001-01-01' where session_id = ${id}`;
  expect(await (await run(wanted)).json()).toMatchObject({
    dry_run: true,
    sessions: 1,
    turns: 2,
    improvements: 2,
    reviews: 2,
  });
  expect(await (await run({ ...wanted, dry_run: false })).json()).toMatchObject({
    dry_run: false,
    sessions: 1,
    turns: 2,
    improvements: 2,
    reviews: 2,
  });
  for (const [table] of tables) {
    const rows = await sql.unsafe(`select from public.${table}_archive t where t.project = $1`, [project]);
    expect(rows, table).toHaveLength(0);
  }
  await expectProblem(await admin.get(`/v1/tuning/archive/${id}`), 404);
});

test("the archive is listed in pages", async ({ api, as, createKey, createMember, project, sql }) => {
  for (const day of [1, 2, 3])
    await storeSession(sql, { project, session_start: new Date(Date.UTC(1999, 3, day)) });
  const admin = await as(await createMember({ role: "admin" }));
  const run = await admin.post("/v1/tuning/retention/run", {
    data: { action: "archive", older_than_days: LONG_AGO, dry_run: false },
  });
  expect(await run.json()).toMatchObject({ sessions: 3 });
  const reader = await api(await createKey({ scopes: ["read"] }));
  const whole = (await (await reader.get(`/v1/tuning/archive?project=${project}`)).json()).data;
  expect(whole).toHaveLength(3);
  const paged: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { data: unknown[]; next_cursor: string | null } = await (
      await reader.get(`/v1/tuning/archive?project=${project}&limit=1${cursor && `&cursor=${cursor}`}`)
    ).json();
    paged.push(...page.data);
    cursor = page.next_cursor;
  }
  expect(paged).toEqual(whole);
  await expectProblem(await reader.get("/v1/tuning/archive?cursor=x"), 400, "cursor");
  await expectProblem(await reader.get("/v1/tuning/archive?colour=red"), 400, "colour");
});

test("the policy is off, is set by admins of every project, and not over another's change", async ({
  api,
  as,
  createKey,
  createMember,
  project,
  sql,
}) => {
  await sql`delete from public.settings where key = 'tuning_retention'`;
  const path = "/v1/tuning/retention";
  const person = await createMember({ role: "admin" });
  const admin = await as(person);
  const policy = { is_enabled: false, archive_after_days: 90, delete_after_days: null };
  expect(await (await admin.get(path)).json()).toEqual({
    is_enabled: false,
    archive_after_days: null,
    delete_after_days: null,
    updated_at: null,
  });
  const first = await admin.put(path, { data: { ...policy, expected_updated_at: null } });
  expect(first.status(), await first.text()).toBe(200);
  const stored = await first.json();
  expect(stored).toEqual({ ...policy, updated_at: stored.updated_at });
  expect(await (await admin.get(path)).json()).toEqual(stored);
  await expectProblem(await admin.put(path, { data: { ...policy, expected_updated_at: null } }), 409);
  const second = await admin.put(path, {
    data: { ...policy, delete_after_days: 365, expected_updated_at: stored.updated_at },
  });
  expect((await second.json()).delete_after_days).toBe(365);
  await expectProblem(
    await admin.put(path, { data: { ...policy, expected_updated_at: stored.updated_at } }),
    409,
  );
  for (const [data, name] of [
    [{ ...policy, archive_after_days: 0 }, "archive_after_days"],
    [{ ...policy, delete_after_days: 1.5 }, "delete_after_days"],
    [{ ...policy, is_enabled: true, archive_after_days: null }, "is_enabled"],
    [{ is_enabled: false }, "archive_after_days"],
  ] as const) {
    await expectProblem(await admin.put(path, { data }), 400, name);
  }
  for (const [data, name] of [
    [{ action: "burn", older_than_days: 1 }, "action"],
    [{ action: "archive", older_than_days: 0 }, "older_than_days"],
    [{ action: "archive" }, "older_than_days"],
    [{ action: "archive", older_than_days: 1, dry_run: "no" }, "dry_run"],
  ] as const) {
    await expectProblem(await admin.post(`${path}/run`, { data }), 400, name);
  }
  const log = await sql`
    select detail from public.audit_log where actor_id = ${person.userId} and action = 'retention.policy' order by id`;
  expect(log[1]?.detail).toEqual({ before: policy, after: { ...policy, delete_after_days: 365 } });
  for (const [client, status] of [
    [await as(await createMember({ role: "admin", projects: [project] })), 403],
    [await as(await createMember({ role: "product_owner" })), 403],
    [await as(await createMember({ role: "reviewer" })), 403],
    [await api(await createKey({ scopes: ["ingest", "read", "export"] })), 403],
    [await api(), 401],
  ] as const) {
    await expectProblem(await client.get(path), status);
    await expectProblem(await client.put(path, { data: policy }), status);
    await expectProblem(
      await client.post(`${path}/run`, { data: { action: "archive", older_than_days: LONG_AGO } }),
      status,
    );
  }
  await sql`delete from public.settings where key = 'tuning_retention'`;
});
