import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";
import { importSession, recordTurns, type SessionJson, startSession, turn } from "./support/sessions";

let db: Scratch;
let key: Principal;
let admin: Principal;
let reviewer: Principal;

beforeAll(async () => {
  db = await createScratch();
  key = await createKey(db.sql, ["ingest"]);
  admin = await createMember(db.sql, "admin");
  reviewer = await createMember(db.sql, "reviewer");
});
afterAll(() => db?.drop());

const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (caught: { code?: string; message: string; detail?: string }) => caught,
  );
  return { code: error?.code, message: error?.message, ...(error?.detail ? JSON.parse(error.detail) : {}) };
};
const update = (who: Principal, id: string, patch: object) =>
  callAs<SessionJson>(db.sql, who, "update_tuning_session", { session_id: id, patch: JSON.stringify(patch) });
const emailOf = async (who: Principal) => {
  const [row] = await db.sql`select email from public.members where user_id = ${who.id}`;
  return row?.email as string;
};

describe("starting a session", () => {
  test("stores what was sent and fills in the rest", async () => {
    const row = await startSession(db.sql, key, { master_prompt_version: "fc26922", tester_email: "a@b.c" });
    expect(row).toMatchObject({
      project: "default",
      session_end: null,
      master_prompt_version: "fc26922",
      branch_name: "prompt-tuning",
      tester_email: "a@b.c",
      total_turns: 0,
      total_improvements: 0,
      metadata: {},
    });
    const bare = await startSession(db.sql, key, { branch_name: null, metadata: { a: 1 } });
    expect(bare).toMatchObject({ branch_name: null, metadata: { a: 1 }, tester_id: null });
  });

  test("is refused while the tester has an active one in the project, naming it", async () => {
    const tester = { tester_id: uniqueName("t"), tester_email: `${uniqueName("e")}@x.y` };
    const first = await startSession(db.sql, key, tester);
    expect(await refusal(startSession(db.sql, key, tester))).toMatchObject({
      code: "PT409",
      session_id: first.id,
    });
    // Without an id the e-mail names the tester, in whatever case.
    const byEmail = await startSession(db.sql, key, { tester_email: tester.tester_email });
    expect(
      await refusal(startSession(db.sql, key, { tester_email: tester.tester_email.toUpperCase() })),
    ).toMatchObject({ code: "PT409", session_id: byEmail.id });
    await startSession(db.sql, key, { ...tester, project: uniqueName("elsewhere") });
    await update(admin, first.id, { session_end: new Date().toISOString() });
    await startSession(db.sql, key, tester);
  });

  test("by many at once starts one", async () => {
    const tester_id = uniqueName("race");
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () =>
        startSession(db.sql, key, { tester_id }).then(
          (row) => row.id,
          (error) => {
            expect(error).toMatchObject({ code: "PT409" });
            return JSON.parse(error.detail).session_id as string;
          },
        ),
      ),
    );
    expect(new Set(outcomes).size).toBe(1);
    expect(
      await db.sql`select from public.prompt_tuning_sessions where tester_id = ${tester_id}`,
    ).toHaveLength(1);
  });

  test("by testers without a name is never in the way", async () => {
    await startSession(db.sql, key);
    await startSession(db.sql, key);
  });

  test("by a reviewer makes her the tester, and nobody else", async () => {
    const mine = await startSession(db.sql, reviewer, { tester_name: "Meg" });
    expect(mine).toMatchObject({
      tester_id: reviewer.id,
      tester_email: await emailOf(reviewer),
      tester_name: "Meg",
    });
    for (const tester of [{ tester_id: "someone" }, { tester_email: "someone@example.test" }]) {
      expect(await refusal(startSession(db.sql, reviewer, tester))).toMatchObject({
        code: "PT403",
        issues: [{ path: Object.keys(tester)[0] }],
      });
    }
  });

  test("is for ingest keys and members", async () => {
    for (const who of [
      await createKey(db.sql, ["read", "export", "metrics"]),
      "stranger" as never as Principal,
    ]) {
      expect(await refusal(startSession(db.sql, who))).toMatchObject({ code: "PT403" });
    }
    expect(
      await refusal(startSession(db.sql, await createKey(db.sql, ["ingest"], { isRevoked: true }))),
    ).toMatchObject({
      code: "PT401",
    });
    await expect(callAs(db.sql, "anon", "create_tuning_session", { item: "{}" })).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("in another project is forbidden, and must say which when there are several", async () => {
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(await startSession(db.sql, limited)).toMatchObject({ project: "mine" });
    expect(await refusal(startSession(db.sql, limited, { project: "yours" }))).toMatchObject({
      code: "PT403",
      issues: [{ path: "project" }],
    });
    const several = await createMember(db.sql, "admin", ["mine", "yours"]);
    expect(await refusal(startSession(db.sql, several))).toMatchObject({
      code: "PT400",
      issues: [{ path: "project" }],
    });
    expect(await startSession(db.sql, several, { project: "yours" })).toMatchObject({
      project: "yours",
      tester_id: several.id,
    });
  });

  test("again with the same key answers the same session, with another body a conflict", async () => {
    const start = (who: Principal, body: string) =>
      callAs<{ status: string; row: SessionJson }>(db.sql, who, "create_tuning_session", {
        item: "{}",
        idempotency_key: "session:k",
        body_hmac: body,
      });
    const first = await start(key, "h1");
    const again = await start(key, "h1");
    expect([first.status, again.status]).toEqual(["created", "replayed"]);
    expect(again.row.id).toBe(first.row.id);
    expect(await refusal(start(key, "h2"))).toMatchObject({ code: "PT409" });
    expect((await start(await createKey(db.sql, ["ingest"]), "h2")).status).toBe("created");
  });

  test("with a taken id is a conflict that names it", async () => {
    const id = randomUUID();
    await startSession(db.sql, key, { id });
    expect(await refusal(startSession(db.sql, key, { id }))).toMatchObject({
      code: "PT409",
      issues: [{ path: "id" }],
    });
  });
});

describe("changing a session", () => {
  test("ending it twice is harmless: the first end stays", async () => {
    const { id } = await startSession(db.sql, key, { session_start: "2026-01-01T10:00:00Z" });
    const first = await update(key, id, { session_end: "2026-01-01T11:00:00Z" });
    const second = await update(key, id, { session_end: "2026-01-01T12:00:00Z" });
    expect(new Date(String(second.session_end)).toISOString()).toBe("2026-01-01T11:00:00.000Z");
    expect(second.updated_at).toBe(first.updated_at);
  });

  test("cannot end before it started, but for clocks that differ a little", async () => {
    const { id } = await startSession(db.sql, key, { session_start: "2026-01-01T10:00:00Z" });
    expect(await refusal(update(key, id, { session_end: "2026-01-01T09:00:00Z" }))).toMatchObject({
      code: "PT400",
      issues: [{ path: "session_end" }],
    });
    const ended = await update(key, id, { session_end: "2026-01-01T09:58:00Z" });
    expect(ended.session_end).toBe(ended.session_start);
  });

  test("who may record may end it and set metadata, and nothing else", async () => {
    const { id } = await startSession(db.sql, key);
    await update(key, id, { metadata: { environment: "test" } });
    for (const patch of [{ tester_name: "x" }, { project: "p" }, { master_prompt_version: "v" }]) {
      expect(await refusal(update(key, id, patch))).toMatchObject({
        code: "PT403",
        issues: [{ path: Object.keys(patch)[0] }],
      });
    }
    const changer = await createKey(db.sql, ["ingest", "read"]);
    expect(
      await update(changer, id, { master_prompt_version: null, branch_name: "b", tester_name: "x" }),
    ).toMatchObject({
      branch_name: "b",
      tester_name: "x",
      metadata: { environment: "test" },
    });
  });

  test("a reviewer may end a session of her own, and no other", async () => {
    const person = await createMember(db.sql, "reviewer");
    const mine = await startSession(db.sql, person);
    const other = await startSession(db.sql, key);
    const end = { session_end: new Date().toISOString() };
    expect(await refusal(update(person, other.id, end))).toMatchObject({ code: "PT403" });
    expect(await refusal(update(person, mine.id, { tester_name: "x" }))).toMatchObject({ code: "PT403" });
    expect((await update(person, mine.id, end)).session_end).not.toBeNull();
  });

  test("one of another project does not exist", async () => {
    const { id } = await startSession(db.sql, key, { project: "mine" });
    const outsider = await createKey(db.sql, ["ingest", "read"], { project: "yours" });
    expect(await refusal(update(outsider, id, { metadata: {} }))).toMatchObject({ code: "PT404" });
    expect(await refusal(update(admin, randomUUID(), {}))).toMatchObject({ code: "PT404" });
  });

  test("moving it takes turns and notes along, within one's projects only", async () => {
    const { id } = await startSession(db.sql, key, { project: "mine" });
    await recordTurns(db.sql, key, id, [turn({ improvements: [{ improvement_note: "n" }] })]);
    const limited = await createMember(db.sql, "admin", ["mine", "yours"]);
    expect(await refusal(update(limited, id, { project: "theirs" }))).toMatchObject({ code: "PT403" });
    expect(await update(limited, id, { project: "yours" })).toMatchObject({
      project: "yours",
      total_turns: 1,
      total_improvements: 1,
    });
    const [moved] = await db.sql`
      select t.project as turn, i.project as note from public.tuning_conversation_turns t
      join public.tuning_improvements i on i.turn_id = t.id where t.session_id = ${id}`;
    expect(moved).toEqual({ turn: "yours", note: "yours" });
  });

  test("moving it to where its tester has an active one is a conflict that names that one", async () => {
    const tester_id = uniqueName("mover");
    const here = await startSession(db.sql, key, { tester_id, project: "here" });
    const there = await startSession(db.sql, key, { tester_id, project: "there" });
    expect(await refusal(update(admin, here.id, { project: "there" }))).toMatchObject({
      code: "PT409",
      session_id: there.id,
    });
  });
});

describe("recording turns", () => {
  test("stores every field, derives similarity and chunks, and answers one turn whole", async () => {
    const { id } = await startSession(db.sql, key);
    const full = {
      ...turn(),
      timestamp: "2026-01-01T10:00:00.123Z",
      intent: "absence",
      model: "m",
      rating: -1,
      processing_time_ms: 1840,
      search_results: {
        results: [
          { chunk_text: "a", similarity: 0.5 },
          { chunk_text: "b", similarity: 0.7 },
          { chunk_text: "c" },
        ],
      },
      confidence_score: 0.25,
      template_used: "t",
      metadata: { a: [1] },
    };
    const { turn: stored } = await recordTurns(db.sql, key, id, [full]);
    expect(stored).toMatchObject({
      ...full,
      timestamp: expect.stringContaining("2026-01-01T10:00:00.123"),
      session_id: id,
      project: "default",
      turn_number: 1,
      avg_similarity: 0.6,
      total_chunks: 3,
      clarity_score: null,
    });
    const own = await recordTurns(db.sql, key, id, [{ ...full, avg_similarity: 0.9, total_chunks: 7 }]);
    expect(own.turn).toMatchObject({ avg_similarity: 0.9, total_chunks: 7, turn_number: 2 });
  });

  test("numbers follow the highest one, in the order sent", async () => {
    const { id } = await startSession(db.sql, key);
    await recordTurns(db.sql, key, id, [turn({ turn_number: 5 })]);
    const { turns, turn: whole } = await recordTurns(db.sql, key, id, [
      turn(),
      turn({ turn_number: 9 }),
      turn(),
    ]);
    expect(turns.map((each) => each.turn_number)).toEqual([6, 9, 10]);
    expect(whole).toBeNull();
  });

  test("writers at once get a number each", async () => {
    const { id } = await startSession(db.sql, key);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => recordTurns(db.sql, key, id, [turn(), turn()])),
    );
    const numbers = outcomes.flatMap(({ turns }) => turns.map((each) => each.turn_number));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const [row] = await db.sql`select total_turns from public.prompt_tuning_sessions where id = ${id}`;
    expect(row?.total_turns).toBe(40);
  });

  test("a taken number or id is named, and nothing is stored", async () => {
    const { id } = await startSession(db.sql, key);
    const first = await recordTurns(db.sql, key, id, [turn({ turn_number: 3 })]);
    const taken = await refusal(
      recordTurns(db.sql, key, id, [
        turn(),
        turn({ turn_number: 3 }),
        turn({ id: first.turns[0]?.id }),
        turn({ turn_number: 8 }),
        turn({ turn_number: 8 }),
      ]),
    );
    expect(taken).toMatchObject({
      code: "PT409",
      issues: [
        { path: "turns.1.turn_number", message: "turn 3 of this session is already recorded" },
        { path: "turns.2.id" },
        { path: "turns.4.turn_number", message: "turn 8 is in this request twice" },
      ],
    });
    expect(await db.sql`select from public.tuning_conversation_turns where session_id = ${id}`).toHaveLength(
      1,
    );
  });

  test("notes are stored with their author, in their order", async () => {
    const named = await createKey(db.sql, ["ingest"]);
    const { id } = await startSession(db.sql, named);
    await recordTurns(db.sql, named, id, [
      turn({
        improvements: [
          { improvement_note: "first", category: "tone", severity: "high" },
          { improvement_note: "second", timestamp: null },
          { improvement_note: "long ago", timestamp: "2026-01-01T00:00:00Z", metadata: { a: 1 } },
        ],
      }),
    ]);
    const notes = await db.sql`
      select improvement_note, category, severity, status, author_kind, author_id, author_label, metadata from public.tuning_improvements
      where session_id = ${id} order by "timestamp"`;
    const [{ name } = { name: "" }] = await db.sql`select name from public.api_keys where id = ${named.id}`;
    const author = { author_kind: "key", author_id: named.id, author_label: name, status: "open" };
    expect([...notes]).toEqual([
      { improvement_note: "long ago", category: null, severity: null, metadata: { a: 1 }, ...author },
      { improvement_note: "first", category: "tone", severity: "high", metadata: {}, ...author },
      { improvement_note: "second", category: null, severity: null, metadata: {}, ...author },
    ]);
    const noteId = randomUUID();
    const twice = [{ id: noteId, improvement_note: "a" }];
    await recordTurns(db.sql, named, id, [turn({ improvements: twice })]);
    expect(
      await refusal(recordTurns(db.sql, named, id, [turn(), turn({ improvements: twice })])),
    ).toMatchObject({
      code: "PT409",
      issues: [{ path: "turns.1.improvements.0.id" }],
    });
  });

  test("a late turn of an ended session is accepted", async () => {
    const { id } = await startSession(db.sql, key);
    await update(key, id, { session_end: new Date().toISOString() });
    expect((await recordTurns(db.sql, key, id, [turn()])).turns).toHaveLength(1);
  });

  test("a reviewer records in a session of her own, and no other", async () => {
    const person = await createMember(db.sql, "product_owner");
    const mine = await startSession(db.sql, person);
    const other = await startSession(db.sql, key);
    await recordTurns(db.sql, person, mine.id, [turn()]);
    expect(await refusal(recordTurns(db.sql, person, other.id, [turn()]))).toMatchObject({ code: "PT403" });
    expect(
      await refusal(recordTurns(db.sql, await createKey(db.sql, ["read"]), mine.id, [turn()])),
    ).toMatchObject({ code: "PT403" });
  });

  test("a session of another project does not exist", async () => {
    const { id } = await startSession(db.sql, key, { project: "mine" });
    const outsider = await createKey(db.sql, ["ingest"], { project: "yours" });
    expect(await refusal(recordTurns(db.sql, outsider, id, [turn()]))).toMatchObject({ code: "PT404" });
  });

  test("the same key writes once, and a duplicate under way waits for it", async () => {
    const { id } = await startSession(db.sql, key);
    const args = {
      session_id: id,
      items: JSON.stringify([turn(), turn()]),
      idempotency_key: "turns:k",
      body_hmac: "h",
    };
    const first = await db.sql.reserve();
    try {
      await first`begin`;
      await first`select set_config('request.jwt.claim.sub', ${key.id}, true), set_config('role', 'authenticated', true)`;
      const [{ answer } = { answer: null }] = await first`
        select public.record_tuning_turns(${id}, ${args.items}, ${args.idempotency_key}, ${args.body_hmac}) as answer`;
      const second = callAs(db.sql, key, "record_tuning_turns", args);
      await waitForLock(db.sql);
      await first`commit`;
      expect(await second).toEqual({ ...answer, status: "replayed" });
    } finally {
      first.release();
    }
    expect(
      await refusal(callAs(db.sql, key, "record_tuning_turns", { ...args, body_hmac: "i" })),
    ).toMatchObject({
      code: "PT409",
    });
    expect(await db.sql`select from public.tuning_conversation_turns where session_id = ${id}`).toHaveLength(
      2,
    );
  });

  test("1 to 1,000 turns a call", async () => {
    const { id } = await startSession(db.sql, key);
    expect(await refusal(recordTurns(db.sql, key, id, []))).toMatchObject({ code: "PT400" });
    const many = Array.from({ length: 1001 }, () => turn());
    expect(await refusal(recordTurns(db.sql, key, id, many))).toMatchObject({ code: "PT400" });
    expect((await recordTurns(db.sql, key, id, many.slice(1))).turns).toHaveLength(1000);
  });
});

describe("importing a session", () => {
  const line = (input: Record<string, unknown> = {}) => ({
    turns: [
      turn({ timestamp: "2026-01-01T10:00:00Z", improvements: [{ improvement_note: uniqueName("n") }] }),
      turn({ timestamp: "2026-01-01T10:05:00Z" }),
    ],
    ...input,
  });

  test("stores it ended at its last turn, and the same line again changes nothing", async () => {
    const source = line({ tester_email: "a@b.c" });
    const first = await importSession(db.sql, key, source);
    expect(first).toMatchObject({ status: "imported", turns: 2, improvements: 1 });
    const before = await db.sql`select * from public.prompt_tuning_sessions where id = ${first.id}`;
    expect(before[0]).toMatchObject({
      session_start: new Date("2026-01-01T10:00:00Z"),
      session_end: new Date("2026-01-01T10:05:00Z"),
      total_turns: 2,
      total_improvements: 1,
      tester_email: "a@b.c",
    });
    expect(await importSession(db.sql, key, source)).toEqual({
      status: "unchanged",
      id: first.id,
      turns: 0,
      improvements: 0,
    });
    expect(await db.sql`select * from public.prompt_tuning_sessions where id = ${first.id}`).toEqual(before);
  });

  test("the order of fields and another project are told apart as they should", async () => {
    const source = line({ tester_email: "a@b.c", branch_name: "b" });
    const first = await importSession(db.sql, key, source);
    const { turns, ...rest } = source;
    expect(await importSession(db.sql, key, { turns, ...rest })).toMatchObject({
      status: "unchanged",
      id: first.id,
    });
    const elsewhere = await importSession(db.sql, key, { ...source, project: "elsewhere" });
    expect(elsewhere).toMatchObject({ status: "imported" });
    expect(elsewhere.id).not.toBe(first.id);
    // Two keys of two projects that name none do not meet.
    const own = await createKey(db.sql, ["ingest"], { project: "elsewhere" });
    expect(await importSession(db.sql, own, source)).toMatchObject({ status: "unchanged", id: elsewhere.id });
  });

  test("a known session gets the turns and notes it lacks", async () => {
    const id = randomUUID();
    const source = line({ id });
    await importSession(db.sql, key, source);
    const [one, two] = source.turns;
    const more = {
      id,
      turns: [
        one,
        { ...two, improvements: [{ improvement_note: "late" }] },
        turn({ timestamp: "2026-01-01T10:30:00Z" }),
      ],
    };
    expect(await importSession(db.sql, key, more)).toEqual({
      status: "extended",
      id,
      turns: 1,
      improvements: 1,
    });
    expect(await importSession(db.sql, key, more)).toMatchObject({ status: "unchanged" });
    const [row] = await db.sql`select * from public.prompt_tuning_sessions where id = ${id}`;
    expect(row).toMatchObject({
      total_turns: 3,
      total_improvements: 2,
      session_end: new Date("2026-01-01T10:30:00Z"),
    });
  });

  test("turns that a bot has recorded are known by their numbers", async () => {
    const { id } = await startSession(db.sql, key);
    await recordTurns(db.sql, key, id, [turn(), turn()]);
    expect(await importSession(db.sql, key, { id, turns: [turn(), turn(), turn()] })).toMatchObject({
      status: "extended",
      turns: 1,
    });
  });

  test("a deleted note does not come back", async () => {
    const source = line();
    const { id } = await importSession(db.sql, key, source);
    await db.sql`
      with gone as (delete from public.tuning_improvements where session_id = ${id} returning *)
      insert into public.tuning_improvements_trash select * from gone`;
    expect(await importSession(db.sql, key, source)).toMatchObject({ status: "unchanged", improvements: 0 });
  });

  test("an archived session is refused", async () => {
    const { id } = await importSession(db.sql, key, line());
    await db.sql`insert into public.prompt_tuning_sessions_archive select * from public.prompt_tuning_sessions where id = ${id}`;
    await db.sql`delete from public.prompt_tuning_sessions where id = ${id}`;
    expect(await refusal(importSession(db.sql, key, line({ id })))).toMatchObject({
      code: "PT409",
      issues: [{ path: "id" }],
    });
    expect(await refusal(startSession(db.sql, key, { id }))).toMatchObject({ code: "PT409" });
  });

  test("a turn of another session is refused, and the session is not stored in part", async () => {
    const other = await importSession(db.sql, key, line());
    const [taken] =
      await db.sql`select id from public.tuning_conversation_turns where session_id = ${other.id} limit 1`;
    const id = randomUUID();
    expect(
      await refusal(importSession(db.sql, key, { id, turns: [turn(), turn({ id: taken?.id })] })),
    ).toMatchObject({
      code: "PT409",
      issues: [{ path: "turns.1.id", message: "is a turn of another session" }],
    });
    expect(await db.sql`select from public.prompt_tuning_sessions where id = ${id}`).toHaveLength(0);
  });

  test("a session of a project the caller may not write to is a taken id and no more", async () => {
    const { id } = await importSession(db.sql, key, line({ project: "secret" }));
    const outsider = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(await refusal(importSession(db.sql, outsider, line({ id })))).toMatchObject({
      code: "PT409",
      issues: [{ path: "id", message: "is already taken" }],
    });
    expect(await refusal(importSession(db.sql, outsider, line({ project: "secret" })))).toMatchObject({
      code: "PT403",
      issues: [{ path: "project" }],
    });
  });

  test("by many at once stores it once", async () => {
    const source = line();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => importSession(db.sql, key, source)));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual([
      "imported",
      ...Array(7).fill("unchanged"),
    ]);
  });

  test("is for who may record", async () => {
    for (const who of [reviewer, await createKey(db.sql, ["read", "export"])]) {
      expect(await refusal(importSession(db.sql, who, line()))).toMatchObject({ code: "PT403" });
      expect(await refusal(callAs(db.sql, who, "check_tuning_import", {}))).toMatchObject({ code: "PT403" });
    }
    expect(
      await refusal(importSession(db.sql, key, line({ session_end: "2025-01-01T00:00:00Z" }))),
    ).toMatchObject({
      code: "PT400",
      issues: [{ path: "session_end" }],
    });
  });
});
