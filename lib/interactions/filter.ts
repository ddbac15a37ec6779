import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { filterObject } from "@/lib/query/filter-object";
import { anyOf, anyOfLiteral, flag, integer } from "@/lib/query/parameters";
import {
  checkTimes,
  checkWholeDays,
  type Range,
  type RangeInput,
  rangeParameters,
  resolveRange,
} from "@/lib/query/range";

// The filter grammar of interactions, conversations and their analytics.

/** Stands for interactions without a model, a domain or a rating in filters and URLs. */
export const NONE = "(none)";

/** What every figure can be narrowed by: the dimensions of the daily rollup. */
export const trafficParameters = {
  ...rangeParameters,
  project: anyOf("Project.").optional(),
  agent_type: anyOf("Agent.").optional(),
  model: anyOf(`Model; ${NONE} = interactions without one.`).optional(),
  channel_id: anyOf("Channel.").optional(),
};

/** A resolved filter over the daily rollup. Models are null for interactions without one. */
export type TrafficFilter = Range & {
  project?: string[];
  agent_type?: string[];
  model?: (string | null)[];
  channel_id?: string[];
};

type TrafficInput = RangeInput & {
  project?: string[];
  agent_type?: string[];
  model?: string[];
  channel_id?: string[];
};

/** Choices of a filter, in which a word stands for nothing. */
export const orNull = (values: string[]) => values.map((value) => (value === NONE ? null : value));

/** The filter that checked parameters name. Without a range: the last `defaultDays` days, or all time when that is null. */
export function resolveTrafficFilter(input: TrafficInput, defaultDays: number | null): TrafficFilter {
  const { project, agent_type, model, channel_id } = input;
  return {
    ...resolveRange(input, defaultDays),
    ...(project ? { project } : {}),
    ...(agent_type ? { agent_type } : {}),
    ...(model ? { model: orNull(model) } : {}),
    ...(channel_id ? { channel_id } : {}),
  };
}

/** Chosen ratings as the database compares them. */
export const toSatisfactions = (values: string[]) =>
  values.map((value) => (value === NONE ? null : Number(value)));

const satisfactions = ["1", "2", "3", "4", "5", NONE];

/** The filters of the list of interactions. */
export const interactionParameters = {
  ...trafficParameters,
  user_id: anyOfLiteral("End user.").optional(),
  conversation_id: anyOf("Conversation.").pipe(z.array(rowId)).optional(),
  domain_classification: anyOf(`Domain; ${NONE} = interactions without one.`).optional(),
  previous_agent_type: anyOf("Agent of the interaction before it in the conversation.").optional(),
  previous_domain: anyOf("Domain of the interaction before it in the conversation.").optional(),
  user_satisfaction: anyOf(`Satisfaction 1 to 5; ${NONE} = not rated.`)
    .pipe(z.array(z.enum(satisfactions as [string, ...string[]], `must be 1 to 5 or ${NONE}`)))
    .optional(),
  escalation_suggested: flag(
    "Only interactions that suggested an escalation (true), or the others.",
  ).optional(),
  is_handoff: flag(
    "Only interactions whose predecessor in the conversation has another agent (true), or the others.",
  ).optional(),
  is_unpriced: flag("Only interactions without a cost (true), or with one.").optional(),
  response_time_above: integer(0, 999_999_999, "Only answers that took longer, in ms.").optional(),
  context_tokens_from: integer(0, 999_999_999, "Only contexts of at least so many tokens.").optional(),
  context_tokens_below: integer(0, 999_999_999, "Only contexts of fewer tokens.").optional(),
  q: anyOfLiteral("Full-text search in message and response: words, “phrases”, -not.").optional(),
};

/** A resolved filter of the list. */
export type InteractionFilter = TrafficFilter & {
  user_id?: string[];
  conversation_id?: string[];
  domain_classification?: (string | null)[];
  previous_agent_type?: string[];
  previous_domain?: string[];
  user_satisfaction?: (number | null)[];
  escalation_suggested?: boolean;
  is_handoff?: boolean;
  is_unpriced?: boolean;
  response_time_above?: number;
  context_tokens_from?: number;
  context_tokens_below?: number;
  q?: string[];
  ids?: string[];
};

type InteractionInput = TrafficInput & {
  user_id?: string[];
  conversation_id?: string[];
  domain_classification?: string[];
  previous_agent_type?: string[];
  previous_domain?: string[];
  user_satisfaction?: string[];
  escalation_suggested?: boolean;
  is_handoff?: boolean;
  is_unpriced?: boolean;
  response_time_above?: number;
  context_tokens_from?: number;
  context_tokens_below?: number;
  q?: string[];
};

/** The filter that checked parameters of the list name. */
export function resolveInteractionFilter(
  input: InteractionInput,
  defaultDays: number | null,
): InteractionFilter {
  const { domain_classification, user_satisfaction } = input;
  const plain = [
    "user_id",
    "conversation_id",
    "previous_agent_type",
    "previous_domain",
    "escalation_suggested",
    "is_handoff",
    "is_unpriced",
    "response_time_above",
    "context_tokens_from",
    "context_tokens_below",
    "q",
  ] as const;
  return {
    ...resolveTrafficFilter(input, defaultDays),
    ...Object.fromEntries(plain.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]]))),
    ...(domain_classification ? { domain_classification: orNull(domain_classification) } : {}),
    ...(user_satisfaction ? { user_satisfaction: toSatisfactions(user_satisfaction) } : {}),
  };
}

/** The filter inside a JSON body. */
export const interactionFilterObject = filterObject(
  z.strictObject(interactionParameters).superRefine(checkTimes),
  "The filter grammar of GET /v1/interactions as an object.",
);

/** A query of whole UTC days over the rollup; without a range the last 7 days. */
export const trafficQuery = z
  .strictObject(trafficParameters)
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveTrafficFilter(value, 7) }));
