import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callAs, createMember, type Principal, uniqueName } from "./support/principals";
import { content, createQueue, createTurns, expireClaims, next, save, screen } from "./support/reviews";
import { createScratch, type Scratch, waitForLock } from "./support/scratch";

let db: Scratch;
let sql: Scratch["sql"];
let owner: Principal;

beforeAll(async () => {
  db = await createScratch();
  sql = db.sql;
  owner = await createMember(sql, "product_owner");
});
afterAll(() => db?.drop());

/** Places of a queue that break a rule, and turns with more live claims and finished reviews than people asked for. */
async function violations(queueId: string) {
  const [row] = await sql`
    select
      (select count(*)::int from (
        select s.turn_id from public.review_queue_slots s join public.review_queues q on q.id = s.queue_id
        where s.queue_id = ${queueId} and s.state <> 'free' group by s.turn_id, q.reviewers_per_turn having count(*) > q.reviewers_per_turn) x) as over_number,
      (select count(*)::int from (
        select s.turn_id from public.review_queue_slots s where s.queue_id = ${queueId} and s.reviewer_id is not null
        group by s.turn_id, s.reviewer_id having count(*) > 1) x) as twice,
      (select count(*)::int from public.turn_reviews r
        where r.state = 'done' and r.turn_id in (select s.turn_id from public.review_queue_slots s where s.queue_id = ${queueId})
          and not exists (select from public.review_queue_slots s where s.queue_id = ${queueId} and s.turn_id = r.turn_id and s.reviewer_id = r.reviewer_id and s.state = 'done')) as without_place`;
  return row;
}

describe("20 reviewers who claim and finish at the same time", { timeout: 120_000 }, () => {
  test.each([
    { reviewers_per_turn: 1, turns: 1000 },
    { reviewers_per_turn: 2, turns: 500 },
    // More people than places: the end of the queue is where they meet.
    { reviewers_per_turn: 2, turns: 60 },
  ])(
    "$reviewers_per_turn for each of $turns turns: none over the number, none lost, none twice",
    async (shape) => {
      const project = uniqueName("p");
      await createTurns(sql, project, shape.turns);
      const queue = await createQueue(sql, owner, {
        project,
        name: "all",
        reviewers_per_turn: shape.reviewers_per_turn,
      });
      const reviewers = await Promise.all(Array.from({ length: 20 }, () => createMember(sql, "reviewer")));
      const done = await Promise.all(
        reviewers.map(async (reviewer) => {
          const mine: string[] = [];
          for (let claim = 0; claim < 50; claim += 1) {
            const { turn_id, reason } = await next(sql, reviewer, queue.id);
            if (!turn_id) {
              expect(["finished", "others_are_reviewing"]).toContain(reason);
              continue;
            }
            // Some stop in the middle, as people do: the next claim resumes.
            if (claim % 7 === 3) continue;
            await save(sql, reviewer, turn_id, "done", content(), { queue_id: queue.id });
            mine.push(turn_id);
          }
          expect(new Set(mine).size).toBe(mine.length);
          return mine;
        }),
      );
      expect(await violations(queue.id)).toEqual({ over_number: 0, twice: 0, without_place: 0 });
      const all = done.flat();
      const [{ n } = { n: 0 }] = await sql<
        { n: number }[]
      >`select count(*)::int as n from public.review_queue_slots where queue_id = ${queue.id} and state = 'done'`;
      expect(n).toBe(all.length);
      // Nothing is lost: whoever comes next finishes what is left, and the queue is complete.
      const last = await Promise.all([createMember(sql, "reviewer"), createMember(sql, "reviewer")]);
      await sql`update public.review_queue_slots set claimed_until = now() - interval '1 second' where queue_id = ${queue.id} and state = 'claimed'`;
      for (const reviewer of last) {
        for (;;) {
          const { turn_id } = await next(sql, reviewer, queue.id);
          if (!turn_id) break;
          await save(sql, reviewer, turn_id, "done", content(), { queue_id: queue.id });
        }
      }
      expect((await next(sql, owner, queue.id)).progress).toMatchObject({
        total: shape.turns,
        done: shape.turns,
        in_progress: 0,
      });
      expect(await violations(queue.id)).toEqual({ over_number: 0, twice: 0, without_place: 0 });
    },
  );
});

test("one place whose claim is over goes to one of 20 who ask, and its holder is told", async () => {
  for (let round = 0; round < 5; round += 1) {
    const project = uniqueName("p");
    const [turn = ""] = await createTurns(sql, project, 1);
    const queue = await createQueue(sql, owner, { project, name: "one" });
    const holder = await createMember(sql, "reviewer");
    await next(sql, holder, queue.id);
    await expireClaims(sql, turn);
    const others = await Promise.all(Array.from({ length: 19 }, () => createMember(sql, "reviewer")));
    const finish = save(sql, holder, turn, "done", content(), { queue_id: queue.id }).then(
      () => "finished",
      (error: { code: string }) => error.code,
    );
    const claims = await Promise.all(others.map((reviewer) => next(sql, reviewer, queue.id)));
    const winners = claims.filter((each) => each.turn_id);
    // Exactly one of: the holder finished in time, or one other person has the claim.
    expect([await finish, winners.length]).toEqual(winners.length ? ["PT409", 1] : ["finished", 0]);
    expect(await violations(queue.id)).toMatchObject({ over_number: 0, twice: 0 });
  }
});

test("two tabs of one reviewer resume the same claim, and never hold two places of a turn", async () => {
  const project = uniqueName("p");
  await createTurns(sql, project, 3);
  const queue = await createQueue(sql, owner, { project, name: "tabs", reviewers_per_turn: 2 });
  const meg = await createMember(sql, "reviewer");
  const claims = await Promise.all(Array.from({ length: 10 }, () => next(sql, meg, queue.id)));
  expect(new Set(claims.map((each) => each.turn_id)).size).toBe(1);
  const turn = claims[0]?.turn_id ?? "";
  const saves = await Promise.allSettled(
    Array.from({ length: 10 }, (_, index) =>
      save(sql, meg, turn, "draft", content({ better_response: `tab ${index}` }), { version: 0 }),
    ),
  );
  expect(saves.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  expect((await screen(sql, meg, turn)).review).toMatchObject({ version: 1 });
  await Promise.all([
    save(sql, meg, turn, "done", content(), { queue_id: queue.id }),
    ...Array.from({ length: 5 }, () => next(sql, meg, queue.id)),
  ]);
  expect(await violations(queue.id)).toEqual({ over_number: 0, twice: 0, without_place: 0 });
});

test("a turn that is recorded while a queue is being made comes into it", async () => {
  const project = uniqueName("p");
  const recorder = postgres(db.url, { max: 1, onnotice: () => {} });
  try {
    let made: Promise<{ id: string }> | undefined;
    await recorder.begin(async (tx) => {
      await tx`insert into public.prompt_tuning_sessions (id, project) values ('5b1d0f0e-0000-4000-8000-000000000001', ${project})`;
      await tx`insert into public.tuning_conversation_turns (session_id, turn_number, user_message, era_response)
        values ('5b1d0f0e-0000-4000-8000-000000000001', 1, 'q', 'a')`;
      made = createQueue(sql, owner, { project, name: "meanwhile" });
      await waitForLock(sql);
    });
    const queue = await made;
    expect((await next(sql, owner, queue?.id ?? "")).progress.total).toBe(1);
  } finally {
    await recorder.end();
  }
});

test("two reviewers who finish the same two turns in opposite order do not block each other", async () => {
  const project = uniqueName("p");
  const turns = await createTurns(sql, project, 2);
  await createQueue(sql, owner, { project, name: "both", reviewers_per_turn: 2, is_blind: true });
  const people = await Promise.all([createMember(sql, "reviewer"), createMember(sql, "reviewer")]);
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(
      people.flatMap((who, index) =>
        (index ? turns.toReversed() : turns).map((turn) =>
          save(
            sql,
            who,
            turn,
            "done",
            content({ clarity_score: (round % 5) + 1, thumbs: round % 2 ? 1 : -1 }),
          ),
        ),
      ),
    );
  }
  const [metrics] = await callAs<never>(sql, owner, "get_review_screen", { turn_id: turns[0] }).then(
    (shown: { turn: unknown }) => [shown.turn],
  );
  expect(metrics).toMatchObject({ clarity_score: 5 });
});
