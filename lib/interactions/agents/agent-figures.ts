import { z } from "zod";
import { meanInterval } from "@/lib/stats/mean";
import { wilsonInterval } from "@/lib/stats/wilson";
import type { AgentRow } from "./schemas";

const text = z.string().nullable();
const number = z.coerce.number();

/** What public.summarize_agents says of a group: sums and counts. */
export const agentSums = z.object({
  agent_type: text,
  model: text,
  project: text,
  channel_id: text,
  day: text,
  total_interactions: number,
  total_tokens_used: number,
  total_cost: number,
  unpriced_interactions: number,
  response_time_sum_ms: number,
  response_time_count: number,
  response_time_p50_ms: number.nullable(),
  response_time_p95_ms: number.nullable(),
  satisfaction_sum: number,
  satisfaction_sum_squares: number,
  satisfaction_count: number,
  satisfied: number,
  labelled: number,
  correctly_classified: number,
  escalations: number,
  escalations_rated: number,
  escalations_successful: number,
  handoffs_in: number,
  context_rated: number,
  context_satisfied: number,
  context_tokens_rated: number,
  similarity_sum: number,
  similarity_count: number,
});
export type AgentSums = z.infer<typeof agentSums>;

/** Satisfaction lies between these. */
export const SATISFACTION = { min: 1, max: 5 };

/** A quotient; null without anything to divide by. */
export const ratio = (sum: number, count: number): number | null => (count > 0 ? sum / count : null);

/**
 * The figures of a group: means with Student's 95% interval, shares with Wilson's, costs per priced interaction in USD,
 * context efficiency as satisfied interactions per 1,000 context tokens. Each is null without observations.
 */
export function toAgentRow(sums: AgentSums): AgentRow {
  const { agent_type, model, project, channel_id, day } = sums;
  const satisfaction = meanInterval(
    { n: sums.satisfaction_count, total: sums.satisfaction_sum, squares: sums.satisfaction_sum_squares },
    SATISFACTION,
  );
  const accuracy = wilsonInterval(sums.correctly_classified, sums.labelled);
  const escalation = wilsonInterval(sums.escalations_successful, sums.escalations_rated);
  return {
    agent_type,
    model,
    project,
    channel_id,
    day,
    total_interactions: sums.total_interactions,
    total_tokens_used: sums.total_tokens_used,
    total_cost: sums.total_cost,
    unpriced_interactions: sums.unpriced_interactions,
    cost_per_interaction: ratio(sums.total_cost, sums.total_interactions - sums.unpriced_interactions),
    tokens_per_interaction: ratio(sums.total_tokens_used, sums.total_interactions),
    avg_response_time_ms: ratio(sums.response_time_sum_ms, sums.response_time_count),
    response_time_p50_ms: sums.response_time_p50_ms,
    response_time_p95_ms: sums.response_time_p95_ms,
    response_time_count: sums.response_time_count,
    avg_user_satisfaction: ratio(sums.satisfaction_sum, sums.satisfaction_count),
    satisfaction_ci_low: satisfaction?.low ?? null,
    satisfaction_ci_high: satisfaction?.high ?? null,
    satisfaction_count: sums.satisfaction_count,
    satisfied: sums.satisfied,
    domain_classification_accuracy: ratio(sums.correctly_classified, sums.labelled),
    domain_accuracy_ci_low: accuracy?.low ?? null,
    domain_accuracy_ci_high: accuracy?.high ?? null,
    labelled: sums.labelled,
    escalations: sums.escalations,
    escalation_success_rate: ratio(sums.escalations_successful, sums.escalations_rated),
    escalation_success_ci_low: escalation?.low ?? null,
    escalation_success_ci_high: escalation?.high ?? null,
    escalations_rated: sums.escalations_rated,
    handoffs_in: sums.handoffs_in,
    context_efficiency_score: ratio(1000 * sums.context_satisfied, sums.context_tokens_rated),
    context_rated: sums.context_rated,
    context_quality: ratio(sums.similarity_sum, sums.similarity_count),
    similarity_count: sums.similarity_count,
  };
}
