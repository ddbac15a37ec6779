import type { Sql } from "postgres";
import { computeResults, experimentSums } from "@/lib/learning/experiments/results";
import type { ExperimentResults } from "@/lib/learning/experiments/schemas";

/**
 * Stops every running experiment that asks for it and of which a guardrail is breached: surely, by an interval that stays valid
 * however often this looks. Answers how many were stopped.
 */
export async function stopBreachedExperiments(sql: Sql, signal: AbortSignal): Promise<number> {
  const guarded = await sql<{ id: string }[]>`select id from private.list_guarded_experiments()`;
  let stopped = 0;
  for (const { id } of guarded) {
    if (signal.aborted) break;
    const [row] = await sql<{ sums: unknown }[]>`
      select private.experiment_sums(e) as sums from public.experiments e where e.id = ${id}`;
    if (!row) continue;
    const breached = computeResults(experimentSums.parse(row.sums)).guardrails.find(
      ({ state }) => state === "breached",
    );
    if (!breached) continue;
    const [answer] = await sql<{ done: boolean }[]>`
      select private.stop_guarded_experiment(${id}, ${explain(breached)}) as done`;
    if (answer?.done) stopped += 1;
  }
  return stopped;
}

const named = {
  tokens: "tokens per request",
  cost: "cost per request",
  response_time: "response time",
  failure_rate: "failure rate",
  retry_rate: "share of requests with a retry",
} as const;

/** “Guardrail: cost per request of “new” is 31 % above the control (95 % interval 22 % to 40 %); 10 % are allowed.” */
function explain({
  variant,
  metric,
  increase,
  ci_low,
  ci_high,
  max_increase,
}: ExperimentResults["guardrails"][number]): string {
  const isShare = metric === "failure_rate" || metric === "retry_rate";
  const percent = (value: number | null) => `${((value ?? 0) * 100).toFixed(1)}${isShare ? " points" : " %"}`;
  return (
    `Guardrail: ${named[metric]} of “${variant.slice(0, 100)}” is ${percent(increase)} above the control ` +
    `(interval ${percent(ci_low)} to ${percent(ci_high)}); ${percent(max_increase)} are allowed.`
  );
}
