import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { jsonObject, pageOf, rowId } from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, integer, single } from "@/lib/query/parameters";
import { checkTimes, rangeParameters, resolveRange } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import { interactionParameters, orNull, toSatisfactions } from "../filter";
import { interaction } from "../schemas";

export const conversationStatuses = ["active", "closed"] as const;

/** The parts of a conversation's quality score, each 0 to 1; null = nothing to measure it by. docs/interactions.md has the formula. */
export const conversationQuality = z
  .object({
    score: z.number().min(0).max(1).nullable(),
    score_without_satisfaction: z.number().min(0).max(1).nullable(),
    satisfaction: z.number().nullable(),
    no_escalation: z.number().nullable(),
    no_repeats: z.number().nullable(),
    no_corrections: z.number().nullable(),
    latency: z.number().nullable(),
  })
  .meta({ id: "ConversationQuality" });
export type ConversationQuality = z.infer<typeof conversationQuality>;

export const conversation = z
  .object({
    id: rowId,
    project: z.string(),
    external_conversation_id: z.string().nullable(),
    user_id: z.string(),
    channel_id: z.string(),
    thread_ts: z.string().nullable(),
    started_at: timestamp,
    last_activity: timestamp,
    conversation_status: z.enum(conversationStatuses),
    primary_agent: z.string().nullable(),
    total_interactions: z.coerce.number(),
    agent_handoffs: z.int(),
    total_tokens_used: z.coerce.number(),
    total_cost: z.coerce.number().meta({ description: "USD of the priced interactions." }),
    unpriced_interactions: z.coerce.number(),
    user_satisfaction_avg: z.coerce.number().nullable(),
    satisfaction_count: z.coerce.number(),
    context_quality_score: z.coerce.number().nullable(),
    avg_response_time_ms: z.coerce.number().nullable(),
    escalations: z.coerce.number(),
    quality: conversationQuality,
    conversation_metadata: jsonObject,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Conversation" });
export type Conversation = z.infer<typeof conversation>;
export const conversationPage = pageOf(conversation);
/** Columns of a file of conversations, in order. */
export const conversationColumns = Object.keys(conversation.shape) as (keyof Conversation)[];

/** A conversation with its first interactions in order; `next_cursor` continues them through GET /v1/interactions?conversation_id=&sort=timestamp. */
export const conversationDetail = conversation
  .extend({ interactions: z.array(interaction), next_cursor: z.string().nullable() })
  .meta({ id: "ConversationDetail" });
export type ConversationDetail = z.infer<typeof conversationDetail>;

/** The filters of the list; the range is over last_activity. Model, domain and rating ask for one interaction that has them all. */
const { model, domain_classification, user_satisfaction } = interactionParameters;
export const conversationParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  channel_id: anyOf("Channel.").optional(),
  user_id: anyOfLiteral("End user.").optional(),
  primary_agent: anyOf("The agent with the most interactions.").optional(),
  conversation_status: single(
    z.enum(conversationStatuses, "must be active or closed"),
    "active = within the idle time.",
  ).optional(),
  has_handoff: flag("Only conversations with (true) or without a hand-off.").optional(),
  has_escalation: flag("Only conversations with (true) or without a suggested escalation.").optional(),
  model,
  domain_classification,
  user_satisfaction,
  q: anyOfLiteral("Full-text search in the interactions.").optional(),
};

const parameters = z.strictObject(conversationParameters);

/** The filter of a query, with its range in instants; without a range all time. */
function resolveFilter({
  from,
  to,
  days,
  model,
  domain_classification,
  user_satisfaction,
  ...filter
}: z.output<typeof parameters>) {
  return {
    ...resolveRange({ from, to, days }, null),
    ...filter,
    ...(model ? { model: orNull(model) } : {}),
    ...(domain_classification ? { domain_classification: orNull(domain_classification) } : {}),
    ...(user_satisfaction ? { user_satisfaction: toSatisfactions(user_satisfaction) } : {}),
  };
}

export const conversationListQuery = z
  .strictObject({
    ...conversationParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["-last_activity", "last_activity"], "must be last_activity or -last_activity"),
      "Oldest or newest (-) activity first.",
    ).default("-last_activity"),
  })
  .superRefine(checkTimes)
  .transform(({ limit, cursor: after, sort, ...filter }) => ({
    filter: resolveFilter(filter),
    limit,
    cursor: after ?? null,
    sort,
  }));
export type ConversationListQuery = z.output<typeof conversationListQuery>;
export type ConversationFilter = ConversationListQuery["filter"] & { ids?: string[] };

/** GET /v1/conversations/count. */
export const conversationCountQuery = parameters
  .superRefine(checkTimes)
  .transform((value) => ({ filter: resolveFilter(value) }));

/** POST /v1/conversations/export: the conversations on screen as a file. */
export const conversationExportInput = rowsExportBody({
  columns: conversationColumns,
  filters: filterObject(
    parameters.superRefine(checkTimes),
    "The filter grammar of GET /v1/conversations as an object.",
  ),
  resolve: (filters): ConversationFilter => resolveFilter(filters ?? {}),
  idsDescription: "Only these conversations (“selected”).",
});
