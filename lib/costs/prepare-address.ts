import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { chooseGranularity, preparePreviousParameters } from "@/lib/query/timeline";
import { type FilterParameters, filterParsers, toAnalyticsParameters } from "@/lib/query/url-state";
import { NO_MODEL } from "./filter";
import { costGroups, userSorts } from "./spend/schemas";

// The address of the page of costs, under the names of the API. The URL holds its filters and nothing else does.

const { days, from, to, project, model: anyOf } = filterParsers;

/** What costs can be narrowed by. */
export const costParsers = { days, from, to, project, agent_type: anyOf, model: anyOf, channel_id: anyOf };
export type CostFilters = inferParserType<typeof costParsers>;

const short = createParser<string>({
  parse: (text) => (text.length <= 200 ? text : null),
  serialize: String,
});

/** What the page shows of them. */
export const costViewParsers = {
  /** What bars are stacked by. */
  group_by: parseAsStringLiteral(costGroups).withDefault("model"),
  /** Tokens by kind, or by the same groups as costs. */
  tokens_by: parseAsStringLiteral(["kind", "group"]).withDefault("kind"),
  sort: parseAsStringLiteral(userSorts).withDefault("-total_cost"),
  /** The other model of what-if. */
  to_model: parseAsString,
  /** Part of a model's name in the list of prices. */
  price_of: short,
  prices: parseAsStringLiteral(["used", "all"]).withDefault("used"),
};
export type CostView = inferParserType<typeof costViewParsers>;

/** Everything that the address of the page may hold. */
export const costAddressParsers = { ...costParsers, ...costViewParsers };

export const loadCostFilters = createLoader(costParsers);
export const loadCostView = createLoader(costViewParsers);

/** The filters as parameters of the API, which counts whole UTC days: a part of a day becomes the whole day. */
export function toCostParameters(filters: CostFilters): FilterParameters {
  const { days, from, to, project, agent_type, model, channel_id } = filters;
  return {
    ...toAnalyticsParameters({
      days,
      from,
      to,
      project,
      model,
      intent: null,
      rating: null,
      user_id: [],
      session_id: [],
      q: null,
      has_note: null,
    }),
    ...(agent_type ? { agent_type: writeChoices(agent_type) } : {}),
    ...(channel_id ? { channel_id: writeChoices(channel_id) } : {}),
  };
}

/**
 * The parameters of every query of the page. The server and the browser build them alike, so that what the server has fetched is
 * found. `previous` is null when there is no period to compare with.
 */
export function prepareCosts(parameters: FilterParameters, view: CostView, now: number) {
  const fitting = chooseGranularity(parameters, now);
  // Costs are kept per day.
  const granularity = fitting === "hour" ? "day" : fitting;
  const previous = preparePreviousParameters(parameters, now);
  const { channel_id: _channel, ...ofUsers } = parameters;
  return {
    granularity,
    all: parameters,
    grouped: { ...parameters, granularity, group_by: view.group_by },
    total: { ...parameters, granularity },
    previous: previous && { ...previous, granularity },
    /** Users are not counted by channel. */
    users: { ...ofUsers, sort: view.sort },
    prices: {
      ...(view.price_of ? { q: view.price_of } : {}),
      ...(view.prices === "used" ? { used: "true" } : {}),
    },
  } as const;
}
export type CostPageParameters = ReturnType<typeof prepareCosts>;

/** The address of the interactions behind a figure: the filters of the page and those that the figure adds. */
export type HrefOf = (patch: Record<string, string | undefined>) => string;

/** The value of a group as a filter writes it. */
export const toGroupFilter = (value: string | null) => writeChoices([value ?? NO_MODEL]);
