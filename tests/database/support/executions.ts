import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { callAs, type Principal } from "./principals";

/** An execution as it is sent. */
export type ExecutionInput = Record<string, unknown> & { success: boolean };

export function execution(values: Partial<ExecutionInput> = {}): ExecutionInput {
  return { user_prompt: "remove duplicates", action_plan: { task: "clean" }, success: true, ...values };
}

export const failure = (values: Partial<ExecutionInput> = {}): ExecutionInput =>
  execution({ success: false, error: "KeyError: 'Region'", error_class: "execution", ...values });

export type RecordedExecutions = { ids: string[]; row: Record<string, unknown> | null };

/** Records executions as the API does. */
export function recordExecutions(
  sql: Sql,
  principal: Principal,
  items: ExecutionInput[],
): Promise<RecordedExecutions> {
  return callAs<RecordedExecutions>(sql, principal, "record_executions", { items: JSON.stringify(items) });
}

/** A running experiment with the variants control and candidate. */
export async function storeRunningExperiment(
  sql: Sql,
  project: string,
): Promise<{ id: string; name: string }> {
  const id = randomUUID();
  const name = `experiment ${id}`;
  await sql`
    insert into public.experiments (id, project, name, status, started_at)
    values (${id}, ${project}, ${name}, 'running', '2026-01-01T00:00:00Z')`;
  await sql`
    insert into public.experiment_variants (experiment_id, name, position, weight)
    values (${id}, 'control', 0, 1), (${id}, 'candidate', 1, 1)`;
  return { id, name };
}

const daily =
  "select to_jsonb(t) as row from public.llm_feedback_daily t order by date, project, model, strategy, version_label";

/** The daily figures of executions. */
export async function readOutcomes(sql: Sql): Promise<Record<string, unknown>[]> {
  const rows = await sql.unsafe<{ row: Record<string, unknown> }[]>(daily);
  return rows.map(({ row }) => row);
}

/** The same after they were worked out anew. */
export async function rebuildOutcomes(sql: Sql): Promise<Record<string, unknown>[]> {
  await sql`select private.rebuild_learning_rollups()`;
  return readOutcomes(sql);
}
