import type { Sql, TransactionSql } from "postgres";
import { checkDefinition, describeMissing, listNeeds } from "@/lib/datasets/definitions/check-definition";
import { type DatasetDefinition, datasetDefinition } from "@/lib/datasets/definitions/schemas";
import { type ResolvedSource, resolveSourceFilter } from "@/lib/datasets/definitions/source-filters";
import { type FreezeJobOptions, withStoredIds } from "./dataset-freezing";

/** What the schedules of datasets made: versions to freeze, versions that cannot be frozen, and runs that nobody made in time. */
export type ScheduleCounts = { begun: number; failed: number; missed: number };

/** A schedule that is due, held by the transaction (private.claim_due_dataset). */
type Due = {
  dataset_id: string;
  definition: unknown;
  projects: string[] | null;
  planned_at: Date;
  window_from: Date | null;
  missed: number;
};

/**
 * Makes the version of every schedule that is due, for the job that freezes. Each ends at its planned time, however late this is,
 * and of several that were missed only the newest is made. Several processes may do it at once: a planned time has one version.
 */
export async function beginDueVersions(
  sql: Sql,
  { signal, secret }: FreezeJobOptions,
): Promise<ScheduleCounts> {
  const counts: ScheduleCounts = { begun: 0, failed: 0, missed: 0 };
  while (!signal.aborted) {
    const run = await sql.begin((transaction) => beginDueVersion(transaction, secret));
    if (!run) break;
    counts[run.problem === null ? "begun" : "failed"] += 1;
    counts.missed += run.missed;
  }
  return counts;
}

async function beginDueVersion(sql: TransactionSql, secret: string | undefined) {
  const [due] = await sql<Due[]>`select * from private.claim_due_dataset()`;
  if (!due) return null;
  const plan = planVersion(due);
  const problem = "problem" in plan ? plan.problem : await findMissing(sql, due, plan, secret);
  const resolved = "problem" in plan ? due.definition : plan.definition;
  await sql`
    select private.create_scheduled_dataset_version(${due.dataset_id}, ${due.planned_at}, ${sql.json(resolved as never)}, ${due.missed}, ${problem})`;
  return { problem, missed: due.missed };
}

type Plan = { definition: DatasetDefinition; filter: ResolvedSource["filter"] };

/** The definition with the range of this run, or why it cannot work. */
function planVersion({ definition, planned_at, window_from }: Due): Plan | { problem: string } {
  const parsed = datasetDefinition.safeParse(definition);
  if (!parsed.success)
    return {
      problem: parsed.error.issues.map(({ path, message }) => say(path.join("."), message)).join("; "),
    };
  const { days: _, ...filters } = parsed.data.filters;
  const planned: DatasetDefinition = {
    ...parsed.data,
    filters: window_from
      ? { ...filters, from: window_from.toISOString(), to: planned_at.toISOString() }
      : parsed.data.filters,
  };
  const problems = checkDefinition(planned, planned_at);
  const resolved = resolveSourceFilter(planned.source, planned.filters, planned_at);
  if (problems.length > 0 || "issues" in resolved)
    return { problem: problems.map(({ path, message }) => say(path, message)).join("; ") };
  return { definition: { ...planned, filters: resolved.filters }, filter: resolved.filter };
}

const say = (path: string, message: string) => `${path}: ${message}`;

/** What the rows of the window lack for the format, such as bad answers for KTO; null when nothing. */
async function findMissing(
  sql: TransactionSql,
  due: Due,
  { definition, filter }: Plan,
  secret: string | undefined,
): Promise<string | null> {
  const [first, ...others] = listNeeds(definition);
  if (!first) return null;
  const needs = [first, ...others] as const;
  // Without the secret that a filter of end users needs the rows say nothing: the job that freezes tells what is missing.
  if (filter.user_id && !secret) return null;
  const rows = sql.json(withStoredIds(filter, secret) as never);
  for (const need of needs) {
    const [row] = await sql<{ has: boolean }[]>`
      select private.dataset_has(${definition.source}, ${rows}, ${due.projects}, ${need}) as has`;
    if (row?.has) return null;
  }
  const [counted] = await sql<{ total: string }[]>`
    select private.count_dataset_examples(${definition.source}, ${rows}, ${due.projects}) as total`;
  return describeMissing(definition, needs, Number(counted?.total ?? 0)).message;
}
