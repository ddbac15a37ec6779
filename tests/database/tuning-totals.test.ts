import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Sql, TransactionSql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createKey, createMember, type Principal } from "./support/principals";
import { createScratch, type Scratch } from "./support/scratch";
import { countTotals, importSession, recordTurns, startSession, turn } from "./support/sessions";

// total_turns and total_improvements of every session are what counting its rows gives, whatever is written and by whom.

let db: Scratch;
let key: Principal;

beforeAll(async () => {
  db = await createScratch();
  key = await createKey(db.sql, ["ingest"]);
});
afterAll(() => db?.drop());
beforeEach(async () => {
  await db.sql`truncate public.prompt_tuning_sessions cascade`;
});

type Runner = Sql | TransactionSql;

async function newSession(sql: Runner = db.sql, project = "default"): Promise<string> {
  const id = randomUUID();
  await sql`insert into public.prompt_tuning_sessions (id, project) values (${id}, ${project})`;
  return id;
}

let lastNumber = 0;
const turnRow = (session_id: string) => {
  lastNumber += 1;
  return { id: randomUUID(), session_id, turn_number: lastNumber, user_message: "q", era_response: "a" };
};
const noteRow = (turn_id: string) => ({
  id: randomUUID(),
  turn_id,
  improvement_note: "n",
  session_id: randomUUID(),
});

async function addTurns(sql: Runner, sessions: string[]): Promise<string[]> {
  const rows = sessions.map(turnRow);
  await sql`insert into public.tuning_conversation_turns ${sql(rows)}`;
  return rows.map((row) => row.id);
}

/** A note's session is its turn's, whatever the insert says: the trigger sets it. */
async function addNotes(sql: Runner, turns: string[]): Promise<string[]> {
  const rows = turns.map(noteRow);
  await sql`insert into public.tuning_improvements ${sql(rows)}`;
  return rows.map((row) => row.id);
}

async function expectTotals(): Promise<void> {
  for (const { id, kept, counted } of await countTotals(db.sql)) expect(kept, id).toEqual(counted);
}

const totalsOf = async (id: string) => {
  const [row] =
    await db.sql`select total_turns, total_improvements from public.prompt_tuning_sessions where id = ${id}`;
  return row && [row.total_turns, row.total_improvements];
};

describe("totals", () => {
  test("on insert, delete and cascade, of one row and of many", async () => {
    const [a, b] = [await newSession(), await newSession()];
    const turns = await addTurns(db.sql, [a, a, a, b]);
    await addNotes(db.sql, [turns[0], turns[0], turns[1], turns[3]] as string[]);
    expect([await totalsOf(a), await totalsOf(b)]).toEqual([
      [3, 3],
      [1, 1],
    ]);
    await db.sql`delete from public.tuning_improvements where turn_id = ${turns[1] ?? ""}`;
    expect(await totalsOf(a)).toEqual([3, 2]);
    // The notes of a turn go with it.
    await db.sql`delete from public.tuning_conversation_turns where id = ${turns[0] ?? ""}`;
    expect(await totalsOf(a)).toEqual([2, 0]);
    await db.sql`delete from public.prompt_tuning_sessions where id = ${a}`;
    expect(await db.sql`select from public.tuning_conversation_turns where session_id = ${a}`).toHaveLength(
      0,
    );
    expect(await totalsOf(b)).toEqual([1, 1]);
    await expectTotals();
  });

  test("when turns move to another session, with their notes, and notes to another turn", async () => {
    const [a, b] = [await newSession(), await newSession(db.sql, "other")];
    const [one = "", two = "", three = ""] = await addTurns(db.sql, [a, a, b]);
    const [note = ""] = await addNotes(db.sql, [one, one, two]);
    await db.sql`update public.tuning_conversation_turns set session_id = ${b} where id = ${one}`;
    expect([await totalsOf(a), await totalsOf(b)]).toEqual([
      [1, 1],
      [2, 2],
    ]);
    await db.sql`update public.tuning_improvements set turn_id = ${two} where id = ${note}`;
    expect([await totalsOf(a), await totalsOf(b)]).toEqual([
      [1, 2],
      [2, 1],
    ]);
    await db.sql`update public.tuning_improvements set turn_id = ${three} where turn_id = ${two}`;
    expect([await totalsOf(a), await totalsOf(b)]).toEqual([
      [1, 0],
      [2, 3],
    ]);
    await db.sql`update public.tuning_conversation_turns set user_message = 'other words'`;
    await expectTotals();
    const projects = await db.sql`select distinct project from public.tuning_improvements`;
    expect([...projects]).toEqual([{ project: "other" }]);
  });

  test("a turn that moves into another project takes its reviews along and leaves that project's queues", async () => {
    const [a, b] = [await newSession(), await newSession(db.sql, "other")];
    await db.sql`insert into public.review_queues (project, name) values ('default', ${randomUUID()})`;
    const [one = ""] = await addTurns(db.sql, [a]);
    await db.sql`insert into public.turn_reviews (turn_id, reviewer_id) values (${one}, ${randomUUID()})`;
    expect(await db.sql`select from public.review_queue_slots where turn_id = ${one}`).toHaveLength(1);
    await db.sql`update public.tuning_conversation_turns set session_id = ${b} where id = ${one}`;
    const [review] = await db.sql`select project from public.turn_reviews where turn_id = ${one}`;
    expect(review).toEqual({ project: "other" });
    expect(await db.sql`select from public.review_queue_slots where turn_id = ${one}`).toHaveLength(0);
  });

  test("nothing that fails or is rolled back counts", async () => {
    const a = await newSession();
    await expect(addTurns(db.sql, [a, randomUUID()])).rejects.toMatchObject({ code: "23503" });
    await db.sql
      .begin(async (sql) => {
        await addNotes(sql, await addTurns(sql, [a]));
        throw new Error("changed my mind");
      })
      .catch(() => {});
    expect(await totalsOf(a)).toEqual([0, 0]);
  });

  test("under 20 writers at once who record, note, delete and import", async () => {
    const admin = await createMember(db.sql, "admin");
    const { id } = await startSession(db.sql, key);
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        const { turns } = await recordTurns(db.sql, writer % 2 ? key : admin, id, [
          turn({ improvements: [{ improvement_note: "a" }, { improvement_note: "b" }] }),
          turn(),
          turn(),
        ]);
        await addNotes(
          db.sql,
          turns.map((each) => each.id),
        );
        await db.sql`delete from public.tuning_conversation_turns where id = ${turns[writer % 3]?.id ?? ""}`;
        await importSession(db.sql, key, {
          id,
          turns: [turn({ turn_number: 10_000 * (writer + 1), improvements: [{ improvement_note: "c" }] })],
        });
      }),
    );
    expect((await totalsOf(id))?.[0]).toBe(60);
    await expectTotals();
  });

  test("of sessions that batches touch in opposite orders, without a deadlock", async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => newSession()));
    const opposite = [...sessions].reverse();
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        const order = writer % 2 ? sessions : opposite;
        for (let round = 0; round < 5; round += 1) {
          const rows = order.map(turnRow).map((row) => ({ ...row, turn_number: writer * 1000 + round + 1 }));
          await db.sql`insert into public.tuning_conversation_turns ${db.sql(rows)}`;
          const turns = rows.map((row) => row.id);
          await addNotes(db.sql, turns);
          if (round % 2)
            await db.sql`delete from public.tuning_conversation_turns where id = any (${turns}::uuid[])`;
        }
      }),
    );
    await expectTotals();
    expect(await totalsOf(sessions[0] ?? "")).toEqual([48, 48]);
  });

  test("equal a recount after any sequence of writes", async () => {
    const place = fc.nat(1000);
    const step = fc.oneof(
      fc.record({ do: fc.constant("session" as const) }),
      fc.record({ do: fc.constant("turns" as const), at: fc.array(place, { minLength: 1, maxLength: 4 }) }),
      fc.record({ do: fc.constant("notes" as const), at: fc.array(place, { minLength: 1, maxLength: 4 }) }),
      fc.record({ do: fc.constant("delete turn" as const), at: place }),
      fc.record({ do: fc.constant("delete note" as const), at: place }),
      fc.record({ do: fc.constant("delete session" as const), at: place }),
      fc.record({
        do: fc.constant("move turns" as const),
        at: place,
        to: place,
        n: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ do: fc.constant("move note" as const), at: place, to: place }),
      fc.record({ do: fc.constant("move session" as const), at: place }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        await db.sql`truncate public.prompt_tuning_sessions cascade`;
        let sessions = [await newSession(), await newSession()];
        const ids = async (table: string) =>
          (await db.sql`select id from ${db.sql(`public.${table}`)} order by id`).map(
            (row) => row.id as string,
          );
        const pick = (all: string[], at: number) => all[at % all.length] as string;
        for (const each of steps) {
          const turns = await ids("tuning_conversation_turns");
          const notes = await ids("tuning_improvements");
          sessions = await ids("prompt_tuning_sessions");
          if (each.do === "session" || sessions.length === 0) await newSession();
          else if (each.do === "turns")
            await addTurns(
              db.sql,
              each.at.map((at) => pick(sessions, at)),
            );
          else if (each.do === "delete session")
            await db.sql`delete from public.prompt_tuning_sessions where id = ${pick(sessions, each.at)}`;
          else if (each.do === "move session")
            await db.sql`update public.prompt_tuning_sessions set project = 'other' where id = ${pick(sessions, each.at)}`;
          else if (turns.length === 0) continue;
          else if (each.do === "notes")
            await addNotes(
              db.sql,
              each.at.map((at) => pick(turns, at)),
            );
          else if (each.do === "delete turn")
            await db.sql`delete from public.tuning_conversation_turns where id = ${pick(turns, each.at)}`;
          else if (each.do === "move turns")
            await db.sql`update public.tuning_conversation_turns set session_id = ${pick(sessions, each.to)}
              where id = any (${Array.from({ length: each.n }, (_, index) => pick(turns, each.at + index))}::uuid[])`;
          else if (notes.length === 0) continue;
          else if (each.do === "delete note")
            await db.sql`delete from public.tuning_improvements where id = ${pick(notes, each.at)}`;
          else
            await db.sql`update public.tuning_improvements set turn_id = ${pick(turns, each.to)} where id = ${pick(notes, each.at)}`;
        }
        await expectTotals();
      }),
      { numRuns: 40 },
    );
  });
});

describe("the archive", () => {
  const columnsOf = async (table: string) =>
    (
      await db.sql`
        select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_required
        from pg_catalog.pg_attribute a where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`
    ).map((row) => ({ ...row }));

  test.each([
    "prompt_tuning_sessions",
    "tuning_conversation_turns",
    "tuning_improvements",
    "turn_reviews",
    "turn_review_revisions",
    "turn_adjudications",
    "review_queue_slots",
  ])("of %s has its columns, in their order", async (table) => {
    const columns = await columnsOf(table);
    expect(columns.length).toBeGreaterThan(5);
    expect(await columnsOf(`${table}_archive`)).toEqual(columns);
  });

  test("sessions and their archive have no generated column, so that `select *` can be inserted", async () => {
    const generated = await db.sql`
      select c.relname, a.attname from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
      where c.relname in ('prompt_tuning_sessions', 'prompt_tuning_sessions_archive') and (a.attgenerated <> '' or a.attidentity <> '')`;
    expect([...generated]).toEqual([]);
  });

  test("rows that are restored as they are change no total", async () => {
    const a = await newSession();
    await addNotes(db.sql, await addTurns(db.sql, [a, a]));
    await db.sql.begin(async (sql) => {
      await sql`select set_config('retune.is_restoring', 'on', true)`;
      await sql`create temporary table kept on commit drop as select * from public.tuning_conversation_turns where session_id = ${a}`;
      await sql`delete from public.tuning_conversation_turns where session_id = ${a}`;
      await sql`insert into public.tuning_conversation_turns select * from kept`;
    });
    expect(await totalsOf(a)).toEqual([2, 2]);
  });
});
