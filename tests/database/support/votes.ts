import type { Sql } from "postgres";
import { callAs, type Principal } from "./principals";

/** What record_feedback takes for one vote; everything but these four may be left out. */
export interface VoteInput {
  query?: string;
  response?: string;
  model?: string;
  rating?: number;
  [column: string]: unknown;
}

/** What record_feedback answers for one vote. */
export interface Outcome {
  status?: "inserted" | "updated" | "replayed";
  id?: string;
  project?: string;
  created_at?: string;
  row?: Record<string, unknown>;
  error?: { status: number; path: string | null; message: string };
}

export function vote(input: VoteInput = {}): VoteInput {
  return { query: "What is 2 + 2?", response: "4", model: "model-a", rating: 1, ...input };
}

export async function record(
  sql: Sql,
  principal: Principal,
  items: VoteInput[],
  atomic = false,
): Promise<Outcome[]> {
  return callAs(sql, principal, "record_feedback", { items: JSON.stringify(items), atomic });
}

/** Records votes that must all be stored; answers their ids, in order. */
export async function recordIds(sql: Sql, principal: Principal, items: VoteInput[]): Promise<string[]> {
  const outcomes = await record(sql, principal, items);
  return outcomes.map((outcome) => {
    if (!outcome.id || outcome.error) throw new Error(`not recorded: ${JSON.stringify(outcome)}`);
    return outcome.id;
  });
}

/** Both rollups and the view over them, every column of every row, in a fixed order. */
export async function readRollups(sql: Sql): Promise<Record<string, unknown[]>> {
  const daily = await sql`
    select day::text, project, model, intent, positive::int, negative::int, trim_scale(memory_sum)::text as memory_sum, memory_count::int
    from public.feedback_daily order by day, project, model, intent`;
  const people = await sql`
    select day::text, kind, person, project, model, intent, positive::int, negative::int
    from public.feedback_daily_people order by day, kind, person, project, model, intent`;
  const accuracy = await sql`
    select model, intent, project, total::int, positive::int, negative::int, accuracy
    from public.model_accuracy_by_intent order by model, intent, project`;
  return { daily: [...daily], people: [...people], accuracy: [...accuracy] };
}

/** The same tables as the rebuild makes them from the rows. */
export async function rebuildRollups(sql: Sql): Promise<Record<string, unknown[]>> {
  await sql`select private.rebuild_feedback_rollups()`;
  return readRollups(sql);
}
