import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import {
  jsonObject,
  label,
  metadataField,
  ownId,
  pageOf,
  pastTime,
  projectField,
  rowId,
} from "@/lib/query/fields";
import { integer, single } from "@/lib/query/parameters";
import { checkTimes } from "@/lib/query/range";
import { rowsExportBody } from "@/lib/query/rows-export";
import { timestamp } from "@/lib/query/timestamp";
import {
  type InteractionFilter,
  interactionFilterObject,
  interactionParameters,
  resolveInteractionFilter,
} from "./filter";

export { NONE } from "./filter";

export const skillLevels = ["beginner", "intermediate", "advanced"] as const;

const tokens = z.int().min(0).max(1_000_000_000_000);
const satisfaction = z
  .int("must be a whole number from 1 to 5")
  .min(1, "must be from 1 to 5")
  .max(5, "must be from 1 to 5");
const domain = (name: string) => label(name).nullish();

/** What the model was and what it took. Further keys are kept as they are. */
const llmMetadataInput = z
  .looseObject({
    model: label("model").nullish(),
    provider: label("provider").nullish(),
    tokens_used: tokens.nullish().meta({ description: "Left out: input_tokens + output_tokens." }),
    input_tokens: tokens.nullish(),
    output_tokens: tokens.nullish(),
    cached_tokens: tokens.nullish().meta({ description: "Input tokens from a cache; part of input_tokens." }),
    cost: z
      .number()
      .min(0)
      .max(1e9)
      .nullish()
      .meta({ description: "USD. Left out: worked out from the tokens." }),
    confidence: z.number().min(0).max(1).nullish(),
    avg_similarity: z
      .number()
      .min(-1)
      .max(1)
      .nullish()
      .meta({ description: "Mean similarity of what retrieval gave." }),
  })
  .refine((value) => (value.cached_tokens ?? 0) <= (value.input_tokens ?? Number.POSITIVE_INFINITY), {
    path: ["cached_tokens"],
    error: "must not be more than input_tokens",
  })
  .refine((value) => value.cached_tokens == null || value.input_tokens != null, {
    path: ["cached_tokens"],
    error: "needs input_tokens",
  })
  .meta({ override: { additionalProperties: true } });

/** One interaction as a program sends it. Bounds repeat in the table's checks. */
export const interactionInput = z
  .strictObject({
    id: ownId,
    conversation_id: rowId.nullish(),
    external_conversation_id: label("external_conversation_id").nullish().meta({
      description:
        "Your own id of the conversation. Without either id, channel_id and thread_ts name it; without those it is new.",
    }),
    user_id: label("user_id"),
    channel_id: label("channel_id").nullish(),
    thread_ts: label("thread_ts").nullish(),
    project: projectField,
    timestamp: pastTime.nullish(),
    agent_type: label("agent_type"),
    user_message: z.string().max(200_000),
    agent_response: z.string().max(500_000),
    llm_metadata: llmMetadataInput.nullish(),
    user_satisfaction: satisfaction.nullish(),
    response_time_ms: z.int().min(0).max(2_000_000_000).nullish(),
    escalation_suggested: z.boolean().nullish(),
    escalation_metadata: metadataField.nullish(),
    context_size_tokens: z.int().min(0).max(2_000_000_000).nullish(),
    domain_classification: domain("domain_classification"),
    domain_label: domain("domain_label").meta({ description: "The true domain, for domain accuracy." }),
    user_skill_assessment: z.enum(skillLevels, `must be one of ${skillLevels.join(", ")}`).nullish(),
    conversation_metadata: metadataField
      .nullish()
      .meta({ description: "Replaces that of the conversation." }),
  })
  .refine((value) => !(value.conversation_id && value.external_conversation_id), {
    path: ["external_conversation_id"],
    error: "cannot be combined with conversation_id",
  })
  .meta({
    id: "InteractionInput",
    example: {
      external_conversation_id: "slack-C1-1718",
      user_id: "u-17",
      agent_type: "technical",
      user_message: "Why does the build fail?",
      agent_response: "The lock file is out of date: run npm install.",
      llm_metadata: { model: "gpt-4o-mini", input_tokens: 812, output_tokens: 96 },
      response_time_ms: 1840,
    },
  });
export type InteractionInput = z.infer<typeof interactionInput>;

export const interactionBatchInput = z.strictObject({
  items: z.array(interactionInput).min(1, "must have at least one item").max(1000, "has at most 1,000 items"),
});
export const interactionBatchResult = z
  .object({ inserted: z.int(), ids: z.array(rowId) })
  .meta({ id: "InteractionBatchResult" });

export const usedPrice = z.object({
  input: z.number(),
  cached: z.number().nullable(),
  output: z.number(),
  valid_from: timestamp,
});

/** One interaction as it is stored and shown. */
export const interaction = z
  .object({
    id: rowId,
    conversation_id: rowId,
    project: z.string(),
    user_id: z.string(),
    channel_id: z.string(),
    timestamp,
    agent_type: z.string(),
    user_message: z.string(),
    agent_response: z.string(),
    model: z.string().nullable(),
    tokens_used: z.coerce.number().nullable(),
    input_tokens: z.coerce.number().nullable(),
    output_tokens: z.coerce.number().nullable(),
    cached_tokens: z.coerce.number().nullable(),
    cost_usd: z.coerce.number().nullable().meta({ description: "USD; null = unpriced." }),
    cost_source: z.enum(["sent", "price"]).nullable(),
    price: usedPrice.nullable().meta({ description: "The price used, USD per million tokens." }),
    response_time_ms: z.int().nullable(),
    user_satisfaction: z.int().nullable(),
    escalation_suggested: z.boolean(),
    escalation_metadata: jsonObject.nullable(),
    escalation_outcome_id: rowId.nullable(),
    escalation_satisfaction: z.int().nullable(),
    context_size_tokens: z.int().nullable(),
    avg_similarity: z.number().nullable(),
    confidence: z.number().nullable(),
    domain_classification: z.string().nullable(),
    domain_label: z.string().nullable(),
    user_skill_assessment: z.enum(skillLevels).nullable(),
    previous_agent_type: z
      .string()
      .nullable()
      .meta({ description: "Agent of the interaction before it; null for the first." }),
    is_repeat: z.boolean(),
    is_correction: z.boolean(),
    llm_metadata: jsonObject,
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Interaction" });
export type Interaction = z.infer<typeof interaction>;

/** Column names in the order of the API and of CSV files. */
export const interactionColumns = Object.keys(interaction.shape) as (keyof Interaction)[];

/** What PATCH may change, when it is known later. null clears. */
export const interactionUpdate = z
  .strictObject({
    user_satisfaction: satisfaction.nullable().optional(),
    domain_label: label("domain_label").nullable().optional(),
    domain_classification: label("domain_classification").nullable().optional(),
    escalation_suggested: z.boolean().optional(),
    escalation_metadata: metadataField.nullable().optional(),
  })
  .refine((value) => Object.keys(value).length > 0, "must change something")
  .meta({ id: "InteractionUpdate", example: { user_satisfaction: 5 } });
export type InteractionUpdate = z.infer<typeof interactionUpdate>;

export const interactionPage = pageOf(interaction);
export type InteractionPage = z.infer<typeof interactionPage>;

/** GET /v1/interactions. Without a range: all time. */
export const interactionListQuery = z
  .strictObject({
    ...interactionParameters,
    limit: integer(1, 1000, "Rows a page.").default(50),
    cursor: single(cursor, "next_cursor of the page before.").optional(),
    sort: single(
      z.enum(["timestamp", "-timestamp"], "must be timestamp or -timestamp"),
      "Oldest or newest (-) first.",
    ).default("-timestamp"),
  })
  .superRefine(checkTimes)
  .transform((value) => ({
    filter: resolveInteractionFilter(value, null),
    limit: value.limit,
    cursor: value.cursor ?? null,
    sort: value.sort,
  }));
export type InteractionListQuery = z.output<typeof interactionListQuery>;

/** GET /v1/interactions/count. */
export const interactionCountQuery = z
  .strictObject(interactionParameters)
  .superRefine(checkTimes)
  .transform((value) => ({ filter: resolveInteractionFilter(value, null) }));

/** POST /v1/interactions/export: the rows on screen as a file. */
export const interactionExportInput = rowsExportBody({
  columns: interactionColumns,
  filters: interactionFilterObject,
  resolve: (filters): InteractionFilter => resolveInteractionFilter(filters ?? {}, null),
  idsDescription: "Only these interactions (“selected”).",
});
