import { z } from "zod";
import { timestamp } from "@/lib/query/timestamp";
import { newcombeInterval, type Share } from "@/lib/stats/newcombe";
import { type Moments, welchInterval } from "@/lib/stats/welch";
import { ratio } from "./agent-figures";
import type { LiveResult, TrendDifference } from "./schemas";

const number = z.coerce.number();

const agentHour = z.object({
  agent_type: z.string(),
  total_interactions: number,
  total_tokens_used: number,
  total_cost: number,
  unpriced_interactions: number,
  response_time_sum_ms: number,
  response_time_count: number,
  satisfaction_sum: number,
  satisfaction_count: number,
  context_satisfied: number,
  context_tokens_rated: number,
});

const period = z.object({
  total_cost: number,
  satisfied: number,
  satisfaction_sum: number,
  satisfaction_sum_squares: number,
  satisfaction_count: number,
  labelled: number,
  correctly_classified: number,
  escalations_rated: number,
  escalations_successful: number,
  response_time_sum_ms: number,
  response_time_count: number,
  bucket_sum_ms: number,
  bucket_sum_squares: number,
});
type Period = z.infer<typeof period>;

/** What public.summarize_live answers. */
export const liveSums = z.object({
  from: timestamp,
  to: timestamp,
  agents: z.array(agentHour),
  periods: z.object({
    yesterday: period.optional(),
    day_before: period.optional(),
    week: period.optional(),
    week_before: period.optional(),
  }),
});
export type LiveSums = z.infer<typeof liveSums>;

/**
 * The seed's dashboard object: the running hour as it is, trends over complete days. A trend's text is there when both sides
 * have data; its difference also needs an interval (Welch's for means, Newcombe's for shares), and is significant when that
 * leaves out 0.
 */
export function toLiveResult({ from, to, agents, periods }: LiveSums): LiveResult {
  const { yesterday, day_before: dayBefore, week, week_before: weekBefore } = periods;
  const sum = (name: Exclude<keyof LiveSums["agents"][number], "agent_type">) =>
    agents.reduce((total, agent) => total + agent[name], 0);
  const responseTime = ratio(sum("response_time_sum_ms"), sum("response_time_count"));
  const efficiency = compareEfficiency(week, weekBefore);
  return {
    llm_performance_dashboard: {
      current_hour: {
        from,
        to,
        total_interactions: sum("total_interactions"),
        agent_distribution: Object.fromEntries(
          agents.map((agent) => [
            agent.agent_type,
            {
              count: agent.total_interactions,
              satisfaction: ratio(agent.satisfaction_sum, agent.satisfaction_count),
              cost: agent.total_cost,
            },
          ]),
        ),
        total_tokens: sum("total_tokens_used"),
        total_cost: sum("total_cost"),
        unpriced: sum("unpriced_interactions"),
        avg_response_time: responseTime === null ? null : `${(responseTime / 1000).toFixed(1)}s`,
        avg_response_time_ms: responseTime,
        context_efficiency: ratio(1000 * sum("context_satisfied"), sum("context_tokens_rated")),
      },
      trending_metrics: {
        user_satisfaction_trend: writeDifference(yesterday, dayBefore),
        cost_efficiency_trend: efficiency === null ? null : `${signed(efficiency * 100, 0)}% vs last week`,
        agent_selection_accuracy: writePercent(week && accuracyOf(week)),
        escalation_success_rate: writePercent(week && escalationsOf(week)),
      },
    },
    trends: {
      satisfaction_vs_yesterday: compareMeans(satisfactionOf, yesterday, dayBefore),
      satisfaction_vs_last_week: compareMeans(satisfactionOf, week, weekBefore),
      cost_efficiency_vs_last_week: efficiency,
      domain_accuracy_vs_last_week: compareShares(accuracyOf, week, weekBefore),
      escalation_success_vs_last_week: compareShares(escalationsOf, week, weekBefore),
      response_time_vs_yesterday: compareMeans(responseTimeOf, yesterday, dayBefore),
      response_time_vs_last_week: compareMeans(responseTimeOf, week, weekBefore),
    },
  };
}

const satisfactionOf = (sums: Period): Moments => ({
  n: sums.satisfaction_count,
  total: sums.satisfaction_sum,
  squares: sums.satisfaction_sum_squares,
});

/** The mean is exact; the spread is that of the buckets, because days keep no squares of response times. */
const responseTimeOf = (sums: Period): Moments => {
  const n = sums.response_time_count;
  const centred = n > 0 ? sums.bucket_sum_squares - sums.bucket_sum_ms ** 2 / n : 0;
  return { n, total: sums.response_time_sum_ms, squares: centred + sums.response_time_sum_ms ** 2 / n };
};

const accuracyOf = (sums: Period): Share => ({ positive: sums.correctly_classified, total: sums.labelled });
const escalationsOf = (sums: Period): Share => ({
  positive: sums.escalations_successful,
  total: sums.escalations_rated,
});

function compareMeans(
  momentsOf: (sums: Period) => Moments,
  current: Period | undefined,
  previous: Period | undefined,
): TrendDifference {
  if (!current || !previous) return null;
  const [a, b] = [momentsOf(current), momentsOf(previous)];
  return toDifference(a.total / a.n, b.total / b.n, a.n, b.n, welchInterval(a, b));
}

function compareShares(
  shareOf: (sums: Period) => Share,
  current: Period | undefined,
  previous: Period | undefined,
): TrendDifference {
  if (!current || !previous) return null;
  const [a, b] = [shareOf(current), shareOf(previous)];
  return toDifference(a.positive / a.total, b.positive / b.total, a.total, b.total, newcombeInterval(a, b));
}

function toDifference(
  current: number,
  previous: number,
  nCurrent: number,
  nPrevious: number,
  interval: { low: number; high: number } | null,
): TrendDifference {
  return (
    interval && {
      difference: current - previous,
      ci_low: interval.low,
      ci_high: interval.high,
      current,
      previous,
      n_current: nCurrent,
      n_previous: nPrevious,
      is_significant: interval.low > 0 || interval.high < 0,
    }
  );
}

/** The relative change of satisfied interactions per USD; null unless both periods have costs and the earlier one satisfied interactions. */
function compareEfficiency(current: Period | undefined, previous: Period | undefined): number | null {
  if (!current || !previous || current.total_cost <= 0 || previous.total_cost <= 0) return null;
  const before = previous.satisfied / previous.total_cost;
  return before > 0 ? current.satisfied / current.total_cost / before - 1 : null;
}

function writeDifference(current: Period | undefined, previous: Period | undefined): string | null {
  const a = current && ratio(current.satisfaction_sum, current.satisfaction_count);
  const b = previous && ratio(previous.satisfaction_sum, previous.satisfaction_count);
  return a == null || b == null ? null : `${signed(a - b, 1)} vs yesterday`;
}

function writePercent(share: Share | undefined): string | null {
  return share && share.total > 0 ? `${Math.round((100 * share.positive) / share.total)}%` : null;
}

/** A number with its sign; 0 has a plus, also when rounding made it so. */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(text) !== 0 ? "-" : "+"}${text}`;
}
