import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";
import { type Outcome, record, type VoteInput, vote } from "./support/votes";

let db: Scratch;
let key: Principal;

beforeAll(async () => {
  db = await createScratch();
  await createMember(db.sql, "admin");
  key = await createKey(db.sql, ["ingest"]);
});
afterAll(() => db?.drop());

const one = async (item: VoteInput, principal = key): Promise<Outcome> =>
  (await record(db.sql, principal, [item]))[0] ?? {};
const stored = async (project: string) =>
  db.sql`select * from public.feedback where project = ${project} order by created_at, id`;
const refused = (status: number) => ({ error: { status } });

/** An item as the API sends it with an idempotency key. */
const keyed = (name: string, hmac: string, item: VoteInput = {}) => vote({ key: name, hmac, ...item });

describe("who may record", () => {
  test("ingest keys and admins; nobody else", async () => {
    const may = [key, await createKey(db.sql, ["ingest", "read"]), await createMember(db.sql, "admin")];
    for (const principal of may) expect(await one(vote(), principal)).toMatchObject({ status: "inserted" });
    const mayNot = [
      await createKey(db.sql, ["read", "export", "metrics"]),
      await createMember(db.sql, "reviewer"),
      await createMember(db.sql, "product_owner"),
      "stranger" as const,
    ];
    for (const principal of mayNot) {
      const attempt = callAs(db.sql, principal, "record_feedback", { items: JSON.stringify([vote()]) });
      await expect(attempt).rejects.toMatchObject({ code: "PT403" });
    }
    await expect(callAs(db.sql, "anon", "record_feedback", { items: "[]" })).rejects.toMatchObject({
      code: "42501",
    });
    for (const options of [{ isRevoked: true }, { isExpired: true }]) {
      await expect(
        record(db.sql, await createKey(db.sql, ["ingest"], options), [vote()]),
      ).rejects.toMatchObject({ code: "PT401" });
    }
  });

  test("answers of an ingest key hold only the rows it has just written", async () => {
    const project = uniqueName("answers");
    const outcome = await one(vote({ project }));
    expect(outcome).toEqual({
      status: "inserted",
      id: expect.any(String),
      project,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
  });
});

describe("projects", () => {
  test("an omitted one is `default`, or the only one of the caller", async () => {
    expect(await one(vote())).toMatchObject({ project: "default" });
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(await one(vote(), limited)).toMatchObject({ project: "mine" });
    expect(await one(vote({ project: "mine" }), limited)).toMatchObject({ project: "mine" });
  });

  test("another one is forbidden, and must be said by who has several", async () => {
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(await one(vote({ project: "other" }), limited)).toMatchObject(refused(403));
    expect(await stored("other")).toHaveLength(0);
    const several = await createMember(db.sql, "admin", ["mine", "yours"]);
    expect(await one(vote(), several)).toMatchObject(refused(400));
    expect(await one(vote({ project: "yours" }), several)).toMatchObject({ project: "yours" });
  });

  test("a new one is known from its first vote on, and a refused vote makes none", async () => {
    const project = uniqueName("fresh");
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    await one(vote({ project }), limited);
    expect(await db.sql`select from public.projects where project = ${project}`).toHaveLength(0);
    await Promise.all(Array.from({ length: 6 }, () => one(vote({ project }))));
    expect(await db.sql`select from public.projects where project = ${project}`).toHaveLength(1);
  });
});

describe("idempotency", () => {
  test("the same key and body answer as the first time, and write once", async () => {
    const project = uniqueName("replay");
    const first = await one(keyed("key:a", "h1", { project }));
    const again = await one(keyed("key:a", "h1", { project }));
    expect(first.status).toBe("inserted");
    expect(again).toMatchObject({
      status: "replayed",
      id: first.id,
      row: { id: first.id, project, query: "What is 2 + 2?" },
    });
    expect(await stored(project)).toHaveLength(1);
  });

  test("the same key with another body is a conflict, and writes nothing", async () => {
    const project = uniqueName("conflict");
    await one(keyed("key:b", "h1", { project }));
    const other = await one(keyed("key:b", "h2", { project, rating: -1 }));
    expect(other).toMatchObject(refused(409));
    expect(await stored(project)).toMatchObject([{ rating: 1 }]);
  });

  test("keys of one principal mean nothing to another", async () => {
    const second = await createKey(db.sql, ["ingest"]);
    const first = await one(keyed("key:c", "h1"));
    expect(await one(keyed("key:c", "h2"), second)).toMatchObject({ status: "inserted" });
    expect(first.id).toBeDefined();
  });

  test("concurrent duplicates wait for the first and answer with its row", async () => {
    const project = uniqueName("together");
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => one(keyed("key:d", "h1", { project }))),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual([
      "inserted",
      ...Array(7).fill("replayed"),
    ]);
    expect(new Set(outcomes.map((outcome) => outcome.id)).size).toBe(1);
    expect(await stored(project)).toHaveLength(1);
  });

  test("a duplicate takes over when the first rolls back", async () => {
    const project = uniqueName("rollback");
    const first = await db.sql.reserve();
    try {
      await first`begin`;
      await first`select set_config('request.jwt.claim.sub', ${key.id}, true), set_config('role', 'authenticated', true)`;
      await first`select public.record_feedback(${JSON.stringify([keyed("key:e", "h1", { project })])})`;
      const second = one(keyed("key:e", "h1", { project }));
      await waitForLock(db.sql);
      await first`rollback`;
      expect(await second).toMatchObject({ status: "inserted" });
    } finally {
      first.release();
    }
    expect(await stored(project)).toHaveLength(1);
  });

  test("a key is forgotten after 24 hours, and old keys are cleared away", async () => {
    const project = uniqueName("expiry");
    const first = await one(keyed("key:f", "h1", { project }));
    await db.sql`update public.idempotency_keys set created_at = now() - interval '23 hours 59 minutes' where key = 'key:f'`;
    expect(await one(keyed("key:f", "h1", { project }))).toMatchObject({ status: "replayed", id: first.id });
    await db.sql`update public.idempotency_keys set created_at = now() - interval '24 hours 1 second' where key in ('key:f', 'key:a')`;
    expect(await one(keyed("key:f", "h2", { project }))).toMatchObject({ status: "inserted" });
    expect(await stored(project)).toHaveLength(2);
    await one(keyed("key:g", "h1"));
    expect(
      await db.sql`select from public.idempotency_keys where created_at < now() - interval '24 hours'`,
    ).toHaveLength(0);
  });

  test("a vote deleted since is not written again by a replay", async () => {
    const project = uniqueName("deleted");
    const changer = await createKey(db.sql, ["ingest", "read"]);
    const first = await one(keyed("key:h", "h1", { project }), changer);
    await callAs(db.sql, changer, "delete_feedback", { feedback_id: first.id });
    expect(await one(keyed("key:h", "h1", { project }), changer)).toMatchObject(refused(409));
    expect(await stored(project)).toHaveLength(0);
    await callAs(db.sql, changer, "restore_feedback", { feedback_id: first.id });
    expect(await one(keyed("key:h", "h1", { project }), changer)).toMatchObject({
      status: "replayed",
      id: first.id,
    });
  });

  test("a key whose vote was refused may be used again", async () => {
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    expect(await one(keyed("key:i", "h1", { project: "other" }), limited)).toMatchObject(refused(403));
    expect(await one(keyed("key:i", "h2"), limited)).toMatchObject({ status: "inserted" });
  });

  test("duplicates within one call: the first counts, the same body is its replay, another body a conflict", async () => {
    const project = uniqueName("within");
    const outcomes = await record(db.sql, key, [
      keyed("key:j", "h1", { project }),
      keyed("key:j", "h1", { project }),
      keyed("key:j", "h2", { project }),
      vote({ project }),
    ]);
    expect(outcomes).toMatchObject([
      { status: "inserted" },
      { status: "replayed", id: outcomes[0]?.id, row: { project } },
      refused(409),
      { status: "inserted" },
    ]);
    expect(await stored(project)).toHaveLength(2);
  });

  test("what replaced a vote answers as a replacement again, later and within its call", async () => {
    const project = uniqueName("replaced");
    const answer = { project, user_id: "ann", response_id: "r1" };
    const first = await one(keyed("key:r1", "h1", answer));
    const [second, twin] = await record(db.sql, key, [
      keyed("key:r2", "h2", { ...answer, rating: -1 }),
      keyed("key:r2", "h2", { ...answer, rating: -1 }),
    ]);
    const replacement = { status: "updated", id: first.id, row: { rating: -1 } };
    expect(second).toMatchObject(replacement);
    expect(twin).toMatchObject(replacement);
    expect(await one(keyed("key:r2", "h2", { ...answer, rating: -1 }))).toMatchObject(replacement);
    // The first of all was new, and stays so.
    expect(await one(keyed("key:r1", "h1", answer))).toMatchObject({ status: "replayed", id: first.id });
    expect(await stored(project)).toHaveLength(1);
  });

  test("stores neither the body nor the answer", async () => {
    await one(keyed("key:k", "h1", { query: "SECRET" }));
    const rows = await db.sql`select to_jsonb(k)::text as text from public.idempotency_keys k`;
    expect(rows.map((row) => row.text).join()).not.toContain("SECRET");
  });
});

describe("an id of the caller", () => {
  test("is the vote's id, and a taken one is a conflict that tells nothing", async () => {
    const id = randomUUID();
    expect(await one(vote({ id, project: "theirs" }))).toMatchObject({ status: "inserted", id });
    const limited = await createKey(db.sql, ["ingest"], { project: "mine" });
    const outcome = await one(vote({ id }), limited);
    expect(outcome).toEqual({ error: { status: 409, path: "id", message: "this id is already taken" } });
  });

  test("repeated in one call is written once", async () => {
    const id = randomUUID();
    const project = uniqueName("twice");
    const outcomes = await record(db.sql, key, [vote({ id, project }), vote({ id, project, rating: -1 })]);
    expect(outcomes).toMatchObject([{ status: "inserted", id }, refused(409)]);
    expect(await stored(project)).toMatchObject([{ rating: 1 }]);
  });
});

describe("a second vote on the same answer by the same user", () => {
  const answer = (project: string, item: VoteInput = {}) =>
    vote({ project, response_id: "answer", user_id: "ann", ...item });

  test("replaces the first, keeps its id and time, and what it was", async () => {
    const project = uniqueName("replace");
    const first = await one(
      answer(project, { rating: -1, comment: "wrong", created_at: "2026-01-01T00:00:00Z" }),
    );
    const second = await one(
      answer(project, { rating: 1, query: "again", created_at: "2026-01-02T00:00:00Z" }),
    );
    expect(second).toMatchObject({
      status: "updated",
      id: first.id,
      row: { rating: 1, query: "again", comment: "wrong" },
    });
    const rows = await stored(project);
    expect(rows).toMatchObject([
      { id: first.id, rating: 1, comment: "wrong", created_at: new Date("2026-01-01T00:00:00Z") },
    ]);
    const revisions =
      await db.sql`select old_values from public.feedback_revisions where feedback_id = ${first.id ?? ""}`;
    expect(revisions).toMatchObject([{ old_values: { rating: -1, query: "What is 2 + 2?" } }]);
  });

  test("is a vote of its own without a user, for another user, another answer or another project", async () => {
    const project = uniqueName("distinct");
    const elsewhere = uniqueName("elsewhere");
    const outcomes = await record(db.sql, key, [
      answer(project),
      answer(project, { user_id: null }),
      answer(project, { user_id: null }),
      answer(project, { user_id: "bo" }),
      answer(project, { response_id: "another" }),
      answer(elsewhere),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(6).fill("inserted"));
  });

  test("within one call: the last in order of arrival wins, and every caller gets its row", async () => {
    const project = uniqueName("last");
    const outcomes = await record(db.sql, key, [
      answer(project, { rating: 1, query: "1" }),
      answer(project, { rating: -1, query: "2" }),
      vote({ project, query: "stranger" }),
      answer(project, { rating: 1, query: "3" }),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["updated", "updated", "inserted", "inserted"]);
    expect(new Set([0, 1, 3].map((index) => outcomes[index]?.id)).size).toBe(1);
    expect(outcomes[0]?.row).toMatchObject({ query: "3" });
    expect((await stored(project)).map((row) => row.query).sort()).toEqual(["3", "stranger"]);
  });

  test("at the same moment leaves one row, whoever comes last", async () => {
    const project = uniqueName("race");
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        one(answer(project, { rating: n % 2 ? 1 : -1, query: String(n) })),
      ),
    );
    expect(new Set(outcomes.map((outcome) => outcome.id)).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.status === "inserted")).toHaveLength(1);
    const rows = await stored(project);
    expect(rows).toHaveLength(1);
    const [counted] =
      await db.sql`select sum(positive + negative)::int as n from public.feedback_daily where project = ${project}`;
    expect(counted?.n).toBe(1);
  });
});

describe("a batch", () => {
  test("is written whole or, with any refusal, not at all; every refusal is told with its place", async () => {
    const project = uniqueName("atomic");
    const taken = randomUUID();
    await one(vote({ id: taken }));
    const limited = await createKey(db.sql, ["ingest"], { project });
    await one(keyed("key:batch", "h1"), limited);
    const refusal = await record(
      db.sql,
      limited,
      [vote(), keyed("key:batch", "h2"), vote(), vote({ project: "other" })],
      true,
    ).catch((error) => error);
    expect(refusal).toMatchObject({ code: "PT409" });
    expect(JSON.parse(refusal.detail)).toMatchObject([
      { index: 1, status: "409" },
      { index: 3, status: "403", path: "project" },
    ]);
    expect(await stored(project)).toHaveLength(1);
    await expect(
      record(db.sql, key, [vote({ project }), vote({ project, id: taken })], true),
    ).rejects.toMatchObject({ code: "PT409" });
    expect(await stored(project)).toHaveLength(1);
    expect(await record(db.sql, key, [vote({ project }), vote({ project })], true)).toHaveLength(2);
    expect(await stored(project)).toHaveLength(3);
  });

  test("a value that the table refuses refuses the whole call", async () => {
    const project = uniqueName("check");
    for (const bad of [
      { rating: 0 },
      { rating: 2 },
      { model: "" },
      { memory_used: -1 },
      { intent: "" },
      { metadata: [] },
    ]) {
      await expect(record(db.sql, key, [vote({ project }), vote({ project, ...bad })])).rejects.toMatchObject(
        { code: "23514" },
      );
    }
    expect(await stored(project)).toHaveLength(0);
  });

  test("has at most 1,000 votes, and may have none", async () => {
    await expect(
      record(
        db.sql,
        key,
        Array.from({ length: 1001 }, () => vote()),
      ),
    ).rejects.toMatchObject({ code: "PT413" });
    expect(await record(db.sql, key, [])).toEqual([]);
  });

  test("keeps every text as it came", async () => {
    const project = uniqueName("texts");
    const texts = ["=SUM(A1)", "\u202eعربي", "👩‍👩‍👧‍👦", "a\r\nb\tc", "", "  ", "\\n", "é vs e\u0301"];
    await record(
      db.sql,
      key,
      texts.map((text, n) => vote({ project, query: text, response: text, metadata: { [text]: text, n } })),
    );
    const rows =
      await db.sql`select query, response, metadata from public.feedback where project = ${project} order by (metadata ->> 'n')::int`;
    expect(rows.map((row) => row.query)).toEqual(texts);
    expect(rows.map((row) => row.response)).toEqual(texts);
    expect(rows.map((row, n) => row.metadata[texts[n] ?? ""])).toEqual(texts);
  });
});
