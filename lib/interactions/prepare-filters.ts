import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import {
  type FilterParameters,
  filterParsers,
  toAnalyticsParameters,
  toFilterParameters,
  toOwnParameters,
} from "@/lib/query/url-state";
import { conversationStatuses } from "./conversations/schemas";

// The filters of the pages of interactions, under the names of the API. The URL holds them and nothing else does.

const { days, from, to, project, user_id, q, model: anyOf, has_note: flag } = filterParsers;

const whole = createParser<number>({
  parse: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null),
  serialize: String,
});

/** What every figure of interactions can be narrowed by. */
export const trafficParsers = {
  days,
  from,
  to,
  project,
  agent_type: anyOf,
  model: anyOf,
  channel_id: anyOf,
};
export type TrafficFilters = inferParserType<typeof trafficParsers>;

/** The filters of the list of interactions. */
export const interactionParsers = {
  ...trafficParsers,
  user_id,
  conversation_id: anyOf,
  domain_classification: anyOf,
  previous_agent_type: anyOf,
  previous_domain: anyOf,
  user_satisfaction: anyOf,
  escalation_suggested: flag,
  is_handoff: flag,
  is_unpriced: flag,
  response_time_above: whole,
  context_tokens_from: whole,
  context_tokens_below: whole,
  q,
};
export type InteractionFilters = inferParserType<typeof interactionParsers>;

/** The filters of the list of conversations. */
export const conversationParsers = {
  days,
  from,
  to,
  project,
  channel_id: anyOf,
  user_id,
  primary_agent: anyOf,
  model: anyOf,
  user_satisfaction: anyOf,
  domain_classification: anyOf,
  conversation_status: parseAsStringLiteral(conversationStatuses),
  has_handoff: flag,
  has_escalation: flag,
  q,
};
export type ConversationFilters = inferParserType<typeof conversationParsers>;

export const interactionViews = ["interactions", "conversations"] as const;
export type InteractionView = (typeof interactionViews)[number];
export const viewParser = parseAsStringLiteral(interactionViews).withDefault("interactions");
/** Oldest or newest (-) first; what that is counted by, the view decides. */
export const orderParser = parseAsStringLiteral(["newest", "oldest"]).withDefault("newest");

const page = {
  view: viewParser,
  order: orderParser,
  interaction: parseAsString,
  conversation: parseAsString,
};
/** Everything that the address of the page may hold in each of its views. */
export const addressParsers = {
  interactions: { ...interactionParsers, ...page },
  conversations: { ...conversationParsers, ...page },
};

export const loadInteractionFilters = createLoader(interactionParsers);
export const loadConversationFilters = createLoader(conversationParsers);
export const loadTrafficFilters = createLoader(trafficParsers);
export const loadInteractionView = createLoader({ view: viewParser, order: orderParser });

type Shared = Pick<InteractionFilters, "days" | "from" | "to" | "project" | "user_id" | "q">;
const noneShared = { model: null, intent: null, rating: null, session_id: [], has_note: null };

/** Range, project, user and search as parameters of the API; without a range the last 30 days, as on every page. */
const toShared = ({ days, from, to, project, user_id, q }: Shared) =>
  toFilterParameters({ ...noneShared, days, from, to, project, user_id, q });

/** The filters of the list of interactions as parameters of the API; others that stand beside them are left out. */
export const toInteractionParameters = (filters: InteractionFilters): FilterParameters => ({
  ...toShared(filters),
  ...toOwnParameters(interactionParsers, filters),
});

/** The filters of the list of conversations as parameters of the API; others that stand beside them are left out. */
export const toConversationParameters = (filters: ConversationFilters): FilterParameters => ({
  ...toShared(filters),
  ...toOwnParameters(conversationParsers, filters),
});

/** The filters of figures as parameters of the API, which counts whole UTC days: a part of a day becomes the whole day. */
export function toTrafficParameters(filters: TrafficFilters): FilterParameters {
  const { days, from, to, project } = filters;
  return {
    ...toAnalyticsParameters({ ...noneShared, days, from, to, project, user_id: [], q: null }),
    ...toOwnParameters(trafficParsers, filters),
  };
}

/** What the address of the other view takes over: what both views know, under the names of that view. */
export function toOtherView(
  filters: InteractionFilters & ConversationFilters,
  view: InteractionView,
): Partial<InteractionFilters & ConversationFilters> {
  const none = {
    ...Object.fromEntries(Object.keys(interactionParsers).map((name) => [name, null])),
    ...Object.fromEntries(Object.keys(conversationParsers).map((name) => [name, null])),
  };
  const { days, from, to, project, channel_id, user_id, q } = filters;
  const { model, user_satisfaction, domain_classification } = filters;
  const of = { model, user_satisfaction, domain_classification };
  const both = { ...none, ...of, days, from, to, project, channel_id, user_id, q };
  return view === "conversations"
    ? {
        ...both,
        primary_agent: filters.agent_type,
        has_handoff: filters.is_handoff,
        has_escalation: filters.escalation_suggested,
      }
    : {
        ...both,
        agent_type: filters.primary_agent,
        is_handoff: filters.has_handoff,
        escalation_suggested: filters.has_escalation,
      };
}
