import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { callAs } from "./support/principals";
import { owner, project, sql, stageReviews } from "./support/review-stage";
import { createTurns } from "./support/reviews";

// What became of a note reads a bounded number of reviews.

stageReviews();

interface Outcome {
  matched_by: string;
  before_turns: number;
  after_turns: number;
  is_limited: boolean;
}

/** Stores finished reviews by as many people, past the triggers that would count each of them at once. */
async function storeReviews(turn: string, count: number, doneAt: string) {
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction`
      insert into public.turn_reviews (turn_id, reviewer_id, project, state, done_at)
      select ${turn}, gen_random_uuid(), ${project}, 'done', ${doneAt}::timestamptz from generate_series(1, ${count})`;
  });
}

async function storeAppliedNote(turn: string): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into public.tuning_improvements (id, turn_id, improvement_note, category, status, applied_in_version)
    values (${id}, ${turn}, 'n', 'tone', 'applied', 'v2')`;
  return id;
}

const outcomeOf = (improvement_id: string) =>
  callAs<Outcome>(sql, owner, "observe_improvement", { improvement_id });

const first = { master_prompt_version: "v1", session_start: "2026-01-01T00:00:00Z" };
const second = { master_prompt_version: "v2", session_start: "2026-02-01T00:00:00Z" };

test("the 5,000 reviews that were finished last, and no others", async () => {
  const [own = "", old = ""] = await createTurns(sql, project, 2, first);
  const [busy = ""] = await createTurns(sql, project, 1, second);
  await storeReviews(old, 1, "2026-01-02T00:00:00Z");
  await storeReviews(busy, 4999, "2026-02-02T00:00:00Z");
  const note = await storeAppliedNote(own);
  expect(await outcomeOf(note)).toMatchObject({ before_turns: 1, after_turns: 1, is_limited: false });
  await storeReviews(busy, 1, "2026-02-03T00:00:00Z");
  expect(await outcomeOf(note)).toMatchObject({ before_turns: 0, after_turns: 1, is_limited: true });
});

test("a similar question is one whose beginning is similar; the note's own turn does not count", async () => {
  const question = "How many days of annual leave do I have left this year?";
  const tail = "x y z ".repeat(30_000);
  const [own = "", like = "", other = ""] = await createTurns(
    sql,
    project,
    [
      { user_message: question },
      { user_message: `How many days of leave do I have left this year? ${" ".repeat(1000)}${tail}` },
      { user_message: "Where is my bus?" },
    ],
    first,
  );
  for (const turn of [own, like, other]) await storeReviews(turn, 2, "2026-01-02T00:00:00Z");
  expect(await outcomeOf(await storeAppliedNote(own))).toMatchObject({
    matched_by: "question",
    before_turns: 1,
    after_turns: 0,
  });
});
