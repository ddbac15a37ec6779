import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callAs, createKey, createMember, type Principal, uniqueName } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { readRollups, rebuildRollups, record, type VoteInput, vote } from "./support/votes";

let db: Scratch;
let admin: Principal;

beforeAll(async () => {
  db = await createScratch();
  admin = await createMember(db.sql, "admin");
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`truncate public.feedback, public.feedback_trash, public.feedback_revisions, public.feedback_daily, public.feedback_daily_people`;
});

const anyVote: fc.Arbitrary<VoteInput> = fc.record({
  query: fc.constantFrom("q", "=SUM(A1)", "سؤال"),
  response: fc.constant("r"),
  model: fc.constantFrom("model-a", "model-b"),
  rating: fc.constantFrom(1, -1),
  intent: fc.constantFrom(null, "code", "general"),
  project: fc.constantFrom("one", "two"),
  user_id: fc.constantFrom(null, "ann", "bo"),
  session_id: fc.constantFrom(null, "s1", "s2"),
  response_id: fc.constantFrom(null, "answer-1", "answer-2"),
  memory_used: fc.constantFrom(null, 0, 0.1, 0.2, 1e-7, 123456.789),
  created_at: fc.constantFrom(
    "2026-03-01T00:00:00Z",
    "2026-03-01T23:59:59.999Z",
    "2026-03-02T12:00:00+02:00",
    "2026-03-03T00:30:00+01:00",
  ),
});

/** Column assignments whose every value moves a vote within the rollups. */
const anyChange = fc.constantFrom(
  "rating = -rating",
  "model = 'model-c'",
  "intent = null",
  "intent = 'reasoning'",
  "project = 'three'",
  "created_at = created_at + interval '1 day'",
  "created_at = created_at - interval '36 hours'",
  "memory_used = null",
  "memory_used = coalesce(memory_used, 0) + 0.3",
  "session_id = 's3'",
  "session_id = null",
  "comment = 'no rollup holds this'",
);

const place = fc.nat(1000);
type Step =
  | { do: "record"; votes: VoteInput[] }
  | { do: "change"; at: number; set: string }
  | { do: "change many"; model: string; set: string }
  | { do: "update"; at: number; patch: Record<string, unknown> }
  | { do: "delete" | "restore"; at: number }
  | { do: "delete many"; model: string }
  | { do: "erase"; user: string };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("record" as const),
      votes: fc.array(anyVote, { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("change" as const), at: place, set: anyChange }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("change many" as const),
      model: fc.constantFrom("model-a", "model-b"),
      set: anyChange,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("update" as const),
      at: place,
      patch: fc.record(
        {
          rating: fc.constantFrom(1, -1),
          intent: fc.constantFrom(null, "code", "other"),
          project: fc.constantFrom("one", "four"),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), at: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restore" as const), at: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("delete many" as const),
      model: fc.constantFrom("model-a", "model-b"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("erase" as const), user: fc.constantFrom("ann", "bo") }),
  },
);

/** A refusal that the step may rightly meet: the same user's other vote on the same answer is in the way. */
function ignoreConflict(error: unknown): void {
  if (error instanceof Error && "code" in error && (error.code === "23505" || error.code === "PT409")) return;
  throw error;
}

async function idAt(table: "feedback" | "feedback_trash", at: number): Promise<string | null> {
  const rows = await db.sql<{ id: string }[]>`select id from ${db.sql(`public.${table}`)} order by id`;
  return rows.length ? (rows[at % rows.length]?.id ?? null) : null;
}

async function take(step: Step): Promise<void> {
  const { sql } = db;
  switch (step.do) {
    case "record":
      await record(sql, admin, step.votes);
      return;
    case "change":
      await sql
        .unsafe(`update public.feedback set ${step.set} where id = $1`, [await idAt("feedback", step.at)])
        .catch(ignoreConflict);
      return;
    case "change many":
      await sql
        .unsafe(`update public.feedback set ${step.set} where model = $1`, [step.model])
        .catch(ignoreConflict);
      return;
    case "delete many":
      await sql`delete from public.feedback where model = ${step.model}`;
      return;
    case "erase":
      await callAs(sql, admin, "erase_user", { user_id: step.user });
      return;
    case "update":
    case "delete":
    case "restore": {
      const id = await idAt(step.do === "restore" ? "feedback_trash" : "feedback", step.at);
      if (!id) return;
      const patch = step.do === "update" ? JSON.stringify(step.patch) : undefined;
      await callAs(sql, admin, `${step.do}_feedback`, { feedback_id: id, patch }).catch(ignoreConflict);
    }
  }
}

describe("the rollups", () => {
  test("hold after any sequence of writes what a rebuild makes of the rows", async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 14 }), async (steps) => {
          for (const step of steps) await take(step);
          const kept = await readRollups(db.sql);
          expect(kept).toEqual(await rebuildRollups(db.sql));
          const [counted] = await db.sql`
            select (select count(*) from public.feedback)::int as votes,
              (select coalesce(sum(positive + negative), 0) from public.feedback_daily)::int as rolled_up`;
          expect(counted?.rolled_up).toBe(counted?.votes);
        })
        .beforeEach(async () => {
          await db.sql`truncate public.feedback, public.feedback_trash, public.feedback_revisions, public.feedback_daily, public.feedback_daily_people`;
        }),
      { numRuns: 60 },
    );
  });

  test("lose every trace of votes that are gone", async () => {
    const votes = Array.from({ length: 20 }, (_, n) =>
      vote({ user_id: `u${n}`, session_id: "s", memory_used: 0.1 }),
    );
    await record(db.sql, admin, votes);
    await db.sql`delete from public.feedback`;
    expect(await readRollups(db.sql)).toEqual({ daily: [], people: [], accuracy: [] });
  });

  test("put a vote into the UTC day of its time, whatever zone it was sent in", async () => {
    await record(db.sql, admin, [
      vote({ created_at: "2026-03-02T00:30:00+01:00" }),
      vote({ created_at: "2026-03-01T20:30:00-05:00" }),
    ]);
    const { daily } = await readRollups(db.sql);
    expect(daily).toMatchObject([{ day: "2026-03-01" }, { day: "2026-03-02" }]);
  });

  test("are rebuilt to the same rows by refresh_model_accuracy(), which counts the votes", async () => {
    await record(db.sql, admin, [vote({ rating: -1 }), vote(), vote({ intent: "code" })]);
    const kept = await readRollups(db.sql);
    await db.sql`update public.feedback_daily set positive = 77`;
    expect(Number(await callAs(db.sql, admin, "refresh_model_accuracy", {}))).toBe(3);
    expect(await readRollups(db.sql)).toEqual(kept);
  });
});

describe("many writers at once", () => {
  test("count right on one hot key", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    const writers = Array.from({ length: 12 }, async (_, writer) => {
      for (let n = 0; n < 10; n++) {
        await record(db.sql, key, [
          vote({ rating: (writer + n) % 3 ? 1 : -1, user_id: "same", session_id: "same" }),
        ]);
      }
    });
    await Promise.all(writers);
    const kept = await readRollups(db.sql);
    expect(kept.daily).toMatchObject([{ positive: 80, negative: 40 }]);
    expect(kept).toEqual(await rebuildRollups(db.sql));
  });

  test("do not deadlock on opposite batches", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    const models = ["m1", "m2", "m3", "m4"];
    const batch = (order: string[]) =>
      order.flatMap((model) => [vote({ model, user_id: "u" }), vote({ model, session_id: "s" })]);
    await repeatTogether(15, [
      () => record(db.sql, key, batch(models)),
      () => record(db.sql, key, batch([...models].reverse())),
    ]);
    const kept = await readRollups(db.sql);
    expect(kept).toEqual(await rebuildRollups(db.sql));
  });

  test("do not deadlock when each replaces votes where the other adds them", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    const answers = Array.from({ length: 12 }, () => uniqueName("answer"));
    // Replacing and adding are two statements, each of which updates the rollups: the first of one writer meets the second of the other.
    const mixed = (replaced: string, added: string, user_id: string) => {
      const rating = Math.random() < 0.5 ? 1 : -1;
      return answers.flatMap((response_id) => [
        vote({ model: replaced, user_id, response_id, rating }),
        vote({ model: added, user_id, session_id: "s", rating }),
      ]);
    };
    await repeatTogether(20, [
      () => record(db.sql, key, mixed("m1", "m2", "ann")),
      () => record(db.sql, key, mixed("m2", "m1", "bo")),
      () => record(db.sql, key, mixed("m2", "m1", "cy")),
      () => record(db.sql, key, [vote({ model: "m2" }), vote({ model: "m1" })]),
    ]);
    const kept = await readRollups(db.sql);
    expect(kept).toEqual(await rebuildRollups(db.sql));
  });

  test("are not lost by a rebuild that runs beside them", async () => {
    const key = await createKey(db.sql, ["ingest"]);
    await Promise.all([
      ...Array.from({ length: 4 }, async () => {
        for (let n = 0; n < 8; n++) await record(db.sql, key, [vote({ user_id: "u" })]);
      }),
      (async () => {
        for (let n = 0; n < 4; n++) await callAs(db.sql, admin, "refresh_model_accuracy", {});
      })(),
    ]);
    const kept = await readRollups(db.sql);
    expect(kept.daily).toMatchObject([{ positive: 32 }]);
    expect(kept).toEqual(await rebuildRollups(db.sql));
  });
});

/** Runs all of `tasks` at the same time, `rounds` times over; rejects with the first failure. */
async function repeatTogether(rounds: number, tasks: (() => Promise<unknown>)[]): Promise<void> {
  await Promise.all(
    tasks.map(async (task) => {
      for (let round = 0; round < rounds; round++) await task();
    }),
  );
}
