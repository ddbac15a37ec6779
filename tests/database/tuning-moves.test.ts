import { randomUUID } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { actAs, callAs, createMember, type Principal, uniqueName } from "./support/principals";
import { admin, ana, meg, owner, project, sql, stageReviews } from "./support/review-stage";
import { content, createQueue, createTurns, note, save, undo } from "./support/reviews";
import { waitForLock } from "./support/scratch";

// What is written of a session while the session moves into another project.

stageReviews();

async function sessionOf(turn: string): Promise<string> {
  const [row] = await sql<{ session_id: string }[]>`
    select session_id from public.tuning_conversation_turns where id = ${turn}`;
  return row?.session_id ?? "";
}

const move = (session_id: string, to: string) =>
  callAs(sql, admin, "update_tuning_session", { session_id, patch: JSON.stringify({ project: to }) });

/** Runs `first` and, once it has written and before it commits, starts `second`; resolves with what became of `second`. */
async function meet(
  first: { who: Principal; write: (transaction: TransactionSql) => Promise<unknown> },
  second: () => Promise<unknown>,
): Promise<PromiseSettledResult<unknown>> {
  let later: Promise<unknown> | undefined;
  await actAs(sql, first.who, async (transaction) => {
    await first.write(transaction);
    later = second();
    later.catch(() => {});
    await waitForLock(sql);
  });
  const [outcome] = await Promise.allSettled([later]);
  if (!outcome) throw new Error("nothing was started");
  return outcome;
}

const moving = (session: string, to: string) => ({
  who: admin,
  write: (transaction: TransactionSql) =>
    transaction`select public.update_tuning_session(${session}, ${JSON.stringify({ project: to })})`,
});

/** Rows of a session whose project is not the session's, by table. */
async function strays(connection: Sql, session: string) {
  return connection`
    with s as (select id, project from public.prompt_tuning_sessions where id = ${session}),
      t as (select t.* from public.tuning_conversation_turns t join s on s.id = t.session_id)
    select 'turn' as kind from t join s on s.id = t.session_id where t.project <> s.project
    union all select 'note' from public.tuning_improvements i join s on s.id = i.session_id where i.project <> s.project
    union all select 'deleted note' from public.tuning_improvements_trash i join s on s.id = i.session_id where i.project <> s.project
    union all select 'review' from public.turn_reviews r join t on t.id = r.turn_id where r.project <> t.project
    union all select 'revision' from public.turn_review_revisions r join t on t.id = r.turn_id where r.project <> t.project
    union all select 'decision' from public.turn_adjudications a join t on t.id = a.turn_id where a.project <> t.project
    union all select 'place' from public.review_queue_slots q join t on t.id = q.turn_id where q.project <> t.project`;
}

describe("a session that moves while something is written of it", () => {
  const finished = () => content({ clarity_score: 3, improvements: [note("Too long", "tone")] });

  test.each<[string, (who: Principal, turn: string) => Promise<unknown>]>([
    ["a draft", (who, turn) => save(sql, who, turn, "draft", content())],
    ["a finished review", (who, turn) => save(sql, who, turn, "done", finished())],
    [
      "a note",
      (who, turn_id) =>
        callAs(sql, who, "record_improvement", {
          turn_id,
          item: JSON.stringify({ improvement_note: "n" }),
          key: `note:${randomUUID()}`,
          hmac: "h",
        }),
    ],
    ["a decision", (_, turn_id) => callAs(sql, admin, "save_adjudication", { turn_id, input: "{}" })],
  ])("%s goes with it", async (_name, write) => {
    const [turn = ""] = await createTurns(sql, project, 1);
    const session = await sessionOf(turn);
    const to = uniqueName("to");
    expect(await meet(moving(session, to), () => write(meg, turn))).toMatchObject({ status: "fulfilled" });
    expect(await strays(sql, session)).toEqual([]);
    const [row] = await sql`
      select (select count(*)::int from public.turn_reviews where turn_id = ${turn} and project = ${to})
        + (select count(*)::int from public.tuning_improvements where turn_id = ${turn} and project = ${to})
        + (select count(*)::int from public.turn_adjudications where turn_id = ${turn} and project = ${to}) as n`;
    expect(row?.n).toBeGreaterThan(0);
  });

  test("who may not follow it is refused, and nothing is written", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    const session = await sessionOf(turn);
    const local = await createMember(sql, "reviewer", [project]);
    const outcome = await meet(moving(session, uniqueName("to")), () =>
      save(sql, local, turn, "done", finished()),
    );
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "PT404" } });
    expect(await sql`select from public.turn_reviews where turn_id = ${turn}`).toHaveLength(0);
    expect(await sql`select from public.tuning_improvements where turn_id = ${turn}`).toHaveLength(0);
  });

  test("a move that comes second takes along what was being written", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    await createQueue(sql, admin, { project, name: "all", reviewers_per_turn: 2 });
    const session = await sessionOf(turn);
    const to = uniqueName("to");
    const saving = {
      who: meg,
      write: (transaction: TransactionSql) =>
        transaction`select public.save_review(${turn}, 'done', ${JSON.stringify(finished())})`,
    };
    expect(await meet(saving, () => move(session, to))).toMatchObject({ status: "fulfilled" });
    expect(await strays(sql, session)).toEqual([]);
    const [row] =
      await sql`select project, total_improvements from public.prompt_tuning_sessions where id = ${session}`;
    expect(row).toEqual({ project: to, total_improvements: 1 });
  });

  test("a deleted note follows too, and comes back where its session is", async () => {
    const [turn = ""] = await createTurns(sql, project, 1);
    const session = await sessionOf(turn);
    const written = note("n");
    await save(sql, meg, turn, "done", content({ improvements: [written] }));
    await callAs(sql, meg, "delete_improvement", { improvement_id: written.id });
    const to = uniqueName("to");
    await move(session, to);
    expect(await strays(sql, session)).toEqual([]);
    const local = await createMember(sql, "admin", [project]);
    await expect(
      callAs(sql, local, "restore_improvement", { improvement_id: written.id }),
    ).rejects.toMatchObject({ code: "PT404" });
    expect(await callAs(sql, meg, "restore_improvement", { improvement_id: written.id })).toMatchObject({
      project: to,
    });
  });

  test("many reviewers and many moves: nobody deadlocks, nothing is left behind", {
    timeout: 60_000,
  }, async () => {
    const turns = await createTurns(sql, project, 6);
    const session = await sessionOf(turns[0] ?? "");
    const places = [project, uniqueName("to"), uniqueName("to")];
    for (const each of places)
      await createQueue(sql, admin, { project: each, name: "all", reviewers_per_turn: 2 });
    const review = async (who: Principal) => {
      for (const turn of turns) {
        const saved = await save(sql, who, turn, "done", finished()).catch((error: { code: string }) => {
          // Both places of the turn are taken by now.
          expect(error.code).toBe("PT409");
          return null;
        });
        if (saved) await undo(sql, who, turn, saved.version);
      }
    };
    const wander = async () => {
      for (let step = 1; step <= 12; step += 1) await move(session, places[step % places.length] ?? "");
    };
    await Promise.all([wander(), review(meg), review(ana), review(admin), review(owner)]);
    expect(await strays(sql, session)).toEqual([]);
  });
});
