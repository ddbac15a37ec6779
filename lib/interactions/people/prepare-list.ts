import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { trafficParsers } from "../prepare-filters";

// The list of people counts by end user, a rollup that knows no channels.
const { channel_id: _channel, ...filters } = trafficParsers;

export const peopleOrders = [
  "-total_cost",
  "-total_interactions",
  "cost_efficiency",
  "-cost_efficiency",
] as const;
export type PeopleOrder = (typeof peopleOrders)[number];

export const peopleOrderNames: Readonly<Record<PeopleOrder, string>> = {
  "-total_cost": "Most cost first",
  "-total_interactions": "Most interactions first",
  cost_efficiency: "Least cost per satisfaction point",
  "-cost_efficiency": "Most cost per satisfaction point",
};

export const peopleLayoutParsers = {
  sort: parseAsStringLiteral(peopleOrders).withDefault("-total_interactions"),
};
export const loadPeopleLayout = createLoader(peopleLayoutParsers);

/** Everything that the address of the list of people may hold. */
export const peopleAddressParsers = { ...filters, ...peopleLayoutParsers };

/** The parameters of figures without those that the list of people does not know. */
export function toPeopleParameters<Parameters extends { channel_id?: unknown }>(
  parameters: Parameters,
): Omit<Parameters, "channel_id"> {
  const { channel_id: _channel, ...known } = parameters;
  return known;
}

/** What a download of the list may hold, in the order of the API. */
export const peopleColumns = [
  "user_id",
  "total_interactions",
  "total_tokens",
  "total_cost",
  "unpriced",
  "avg_satisfaction",
  "satisfaction_count",
  "cost_efficiency",
] as const;
