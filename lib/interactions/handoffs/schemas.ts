import { z } from "zod";
import { anyOf } from "@/lib/query/parameters";
import { checkWholeDays } from "@/lib/query/range";
import { resolveTrafficFilter, trafficParameters } from "../filter";

const count = z.coerce.number().meta({ override: { type: "integer" } });
const share = z.number().min(0).max(1).nullable();

/** One kind of hand-off: the interaction after it is of `to_agent`. */
export const handoffRow = z
  .object({
    from_agent: z.string(),
    to_agent: z.string(),
    channel_id: z.string().nullable().meta({ description: "Only with group_by=channel_id." }),
    handoffs: count,
    suggested: count.meta({ description: "Those that an escalation had been suggested for." }),
    post_handoff_satisfaction: z
      .number()
      .nullable()
      .meta({ description: "Mean satisfaction of the interaction after the hand-off." }),
    satisfaction_count: count,
    success_rate: share.meta({ description: "Share of rated ones with a satisfaction of 4 or 5." }),
    success_ci_low: share,
    success_ci_high: share,
  })
  .meta({ id: "HandoffRow" });
export type HandoffRow = z.infer<typeof handoffRow>;
export const handoffsResult = z.object({ data: z.array(handoffRow) });

/** One transition between the domains of two interactions that follow each other in a conversation. */
export const flowRow = z
  .object({
    from_domain: z.string(),
    to_domain: z.string(),
    channel_id: z.string().nullable(),
    transitions: count,
    share: z.number().meta({ description: "Of all transitions from from_domain." }),
    share_ci_low: z.number(),
    share_ci_high: z.number(),
    is_usual_next: z
      .boolean()
      .meta({ description: "The most frequent next domain; equals: the first by name." }),
  })
  .meta({ id: "FlowRow" });
export type FlowRow = z.infer<typeof flowRow>;
export const flowResult = z.object({ data: z.array(flowRow) });

export const channelGroup = z.enum(["channel_id"], "must be channel_id");
const groupByChannel = z
  .array(z.string())
  .max(1, "given more than once")
  .transform((values) => values[0])
  .pipe(channelGroup)
  .meta({ description: "One row per channel as well.", override: { type: "string" } })
  .optional();
export const handoffsQuery = z
  .strictObject({
    ...trafficParameters,
    group_by: groupByChannel,
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({
    filter: resolveTrafficFilter(value, 7),
    byChannel: value.group_by === "channel_id",
  }));
export type HandoffsQuery = z.output<typeof handoffsQuery>;

/** Which agent has done best for a domain or a person. An observation, not an experiment: n and interval say how sure it is. */
export const recommendationRow = z
  .object({
    subject: z.string().meta({ description: "The domain, or the user's id." }),
    channel_id: z
      .string()
      .nullable()
      .meta({ description: "With group_by=channel_id, or the one channel that was asked for." }),
    recommended_agent: z
      .string()
      .nullable()
      .meta({ description: "null = too few rated interactions to tell." }),
    is_distinct: z.boolean().meta({ description: "Its interval lies above that of the next best agent." }),
    agents: z.array(
      z.object({
        agent_type: z.string(),
        total_interactions: count,
        satisfaction_count: count,
        avg_user_satisfaction: z.number().nullable(),
        satisfaction_ci_low: z.number().nullable(),
        satisfaction_ci_high: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: "RecommendationRow" });
export type RecommendationRow = z.infer<typeof recommendationRow>;
export const recommendationsQuery = z
  .strictObject({
    ...trafficParameters,
    by: z
      .array(z.string())
      .max(1, "given more than once")
      .transform((values) => values[0])
      .pipe(z.enum(["domain", "user"], "must be domain or user"))
      .default("domain")
      .meta({ override: { type: "string", enum: ["domain", "user"], default: "domain" } }),
    user_id: anyOf("Only these end users.").optional(),
    group_by: groupByChannel,
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({
    filter: { ...resolveTrafficFilter(value, 30), ...(value.user_id ? { user_id: value.user_id } : {}) },
    by: value.by,
    byChannel: value.group_by === "channel_id",
  }));
export type RecommendationsQuery = z.output<typeof recommendationsQuery>;
export const recommendationsResult = z.object({ data: z.array(recommendationRow) });
