import { z } from "zod";
import { meanInterval } from "@/lib/stats/mean";
import type { RecommendationRow } from "./schemas";

/** Agents with fewer rated interactions are not compared. */
export const MIN_RATED = 10;

const number = z.coerce.number();

/** What public.list_recommendations says of a subject. */
export const subjectSums = z.object({
  subject: z.string(),
  channel_id: z.string().nullable(),
  agents: z.array(
    z.object({
      agent_type: z.string(),
      total_interactions: number,
      satisfaction_count: number,
      satisfaction_sum: number,
      satisfaction_sum_squares: number,
    }),
  ),
});
export type SubjectSums = z.infer<typeof subjectSums>;

/**
 * The agents of a subject, the highest mean satisfaction first, and the one to recommend: the best of those with at least 10
 * rated interactions, when there are two of them to compare; of equals the one with more ratings, then the first by name.
 * It is distinct when its 95% interval lies above that of the next best. Agents that nobody rated come last.
 */
export function recommendAgent({ subject, channel_id, agents }: SubjectSums): RecommendationRow {
  const rows = agents
    .map((agent) => {
      const { satisfaction_count: n, satisfaction_sum: total, satisfaction_sum_squares: squares } = agent;
      const interval = meanInterval({ n, total, squares }, { min: 1, max: 5 });
      return {
        agent_type: agent.agent_type,
        total_interactions: agent.total_interactions,
        satisfaction_count: n,
        avg_user_satisfaction: n > 0 ? total / n : null,
        satisfaction_ci_low: interval?.low ?? null,
        satisfaction_ci_high: interval?.high ?? null,
      };
    })
    .sort(
      (a, b) =>
        (b.avg_user_satisfaction ?? 0) - (a.avg_user_satisfaction ?? 0) ||
        b.satisfaction_count - a.satisfaction_count ||
        (a.agent_type < b.agent_type ? -1 : 1),
    );
  const [best, next] = rows.filter((row) => row.satisfaction_count >= MIN_RATED);
  const isComparable = best !== undefined && next !== undefined;
  return {
    subject,
    channel_id,
    recommended_agent: isComparable ? best.agent_type : null,
    is_distinct:
      isComparable &&
      best.satisfaction_ci_low !== null &&
      next.satisfaction_ci_high !== null &&
      best.satisfaction_ci_low > next.satisfaction_ci_high,
    agents: rows,
  };
}
