import { z } from "zod";
import { groupsOf } from "@/lib/query/parameters";
import { checkWholeDays, rangeParameters } from "@/lib/query/range";
import { timestamp } from "@/lib/query/timestamp";
import { resolveTrafficFilter, trafficParameters } from "../filter";

const count = z.coerce.number().meta({ override: { type: "integer" } });
const average = z.coerce.number().nullable();
const share = z.number().min(0).max(1).nullable();

export const agentGroups = ["agent_type", "model", "project", "channel_id", "day"] as const;

/** GET /v1/analytics/agents. Without a range: the last 7 days. */
export const agentsQuery = z
  .strictObject({ ...trafficParameters, group_by: groupsOf(agentGroups).default(["agent_type"]) })
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveTrafficFilter(value, 7), groupBy: value.group_by }));
export type AgentsQuery = z.output<typeof agentsQuery>;

/** Figures of one group. Averages are sums over counts; every share has its n and, where it is one, its Wilson 95 % bounds. */
export const agentRow = z
  .object({
    agent_type: z.string().nullable(),
    model: z.string().nullable(),
    project: z.string().nullable(),
    channel_id: z.string().nullable(),
    day: z.string().nullable(),
    total_interactions: count,
    total_tokens_used: count,
    total_cost: z.coerce.number().meta({ description: "USD of the priced interactions." }),
    unpriced_interactions: count,
    cost_per_interaction: average.meta({ description: "USD per priced interaction." }),
    tokens_per_interaction: average,
    avg_response_time_ms: average,
    response_time_p50_ms: average.meta({ description: "From log buckets: within 4.5 %." }),
    response_time_p95_ms: average.meta({ description: "From log buckets: within 4.5 %." }),
    response_time_count: count,
    avg_user_satisfaction: average,
    satisfaction_ci_low: average.meta({
      description:
        "95 % interval of the mean (Student's t); null below two ratings, and when all are the same.",
    }),
    satisfaction_ci_high: average,
    satisfaction_count: count,
    satisfied: count.meta({ description: "Rated 4 or 5." }),
    domain_classification_accuracy: share,
    domain_accuracy_ci_low: share,
    domain_accuracy_ci_high: share,
    labelled: count,
    escalations: count,
    escalation_success_rate: share,
    escalation_success_ci_low: share,
    escalation_success_ci_high: share,
    escalations_rated: count,
    handoffs_in: count,
    context_efficiency_score: average.meta({
      description: "Share of rated interactions ≥ 4 per 1,000 context tokens.",
    }),
    context_rated: count,
    context_quality: average.meta({ description: "Mean retrieval similarity." }),
    similarity_count: count,
  })
  .meta({ id: "AgentRow" });
export type AgentRow = z.infer<typeof agentRow>;
export const agentsResult = z.object({ data: z.array(agentRow) });

/** GET /v1/analytics/live: the seed's dashboard object. */
export const liveQuery = z
  .strictObject({
    project: trafficParameters.project,
    agent_type: trafficParameters.agent_type,
    model: trafficParameters.model,
    channel_id: trafficParameters.channel_id,
  })
  .transform((value) => ({ filter: resolveTrafficFilter(value, null) }));
const trend = z
  .string()
  .nullable()
  .meta({ description: "As the seed prints it, such as “+0.3 vs yesterday”; null without data." });
const difference = z
  .object({
    difference: z.number(),
    ci_low: z.number().meta({ description: "95 % bound of the difference." }),
    ci_high: z.number(),
    current: z.number(),
    previous: z.number(),
    n_current: z.int(),
    n_previous: z.int(),
    is_significant: z.boolean(),
  })
  .nullable();
export type TrendDifference = z.infer<typeof difference>;
export const liveResult = z
  .object({
    llm_performance_dashboard: z.object({
      current_hour: z.object({
        from: timestamp,
        to: timestamp,
        total_interactions: z.int(),
        agent_distribution: z.record(
          z.string(),
          z.object({ count: z.int(), satisfaction: z.number().nullable(), cost: z.number() }),
        ),
        total_tokens: z.number(),
        total_cost: z.number(),
        unpriced: z.int(),
        avg_response_time: z.string().nullable().meta({ description: "Such as “1.8s”." }),
        avg_response_time_ms: z.number().nullable(),
        context_efficiency: z.number().nullable(),
      }),
      trending_metrics: z.object({
        user_satisfaction_trend: trend,
        cost_efficiency_trend: trend,
        agent_selection_accuracy: z.string().nullable(),
        escalation_success_rate: z.string().nullable(),
      }),
    }),
    trends: z.object({
      /** Mean satisfaction of the last complete day against the day before, and of the last 7 complete days against the 7 before. */
      satisfaction_vs_yesterday: difference,
      satisfaction_vs_last_week: difference,
      /** Satisfied interactions per USD, as a relative change; no interval (said so). */
      cost_efficiency_vs_last_week: z.number().nullable(),
      domain_accuracy_vs_last_week: difference,
      escalation_success_vs_last_week: difference,
      response_time_vs_yesterday: difference.meta({ description: "Mean response time in ms." }),
      response_time_vs_last_week: difference,
    }),
  })
  .meta({ id: "LiveAnalytics" });
export type LiveResult = z.infer<typeof liveResult>;

/** GET /v1/analytics/submission-rate. Votes know projects, but no agents or channels. Without a range: the last 7 days. */
export const submissionRateQuery = z
  .strictObject({ ...rangeParameters, project: trafficParameters.project })
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveTrafficFilter(value, 7) }));

/** GET /v1/analytics/submission-rate: votes per interaction and day. */
export const submissionRateResult = z.object({
  data: z.array(
    z.object({
      date: z.string(),
      votes: count,
      interactions: count,
      submission_rate: z
        .number()
        .nullable()
        .meta({ description: "votes / interactions; null without interactions. May exceed 1." }),
      partial: z.boolean(),
    }),
  ),
});
export type SubmissionRateResult = z.infer<typeof submissionRateResult>;
