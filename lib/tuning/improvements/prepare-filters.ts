import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { type FilterParameters, filterParsers, toFilterParameters } from "@/lib/query/url-state";
import type { ImprovementSummary } from "./schemas";

const { days, from, to, project, session_id, q, model: anyOf, has_note: flag } = filterParsers;

/** Parsers of the filters of the page of notes, for `useQueryStates` and the server alike. */
export const improvementParsers = {
  days,
  from,
  to,
  project,
  session_id,
  q,
  category: anyOf,
  severity: anyOf,
  status: anyOf,
  master_prompt_version: anyOf,
  branch_name: anyOf,
  applied_in_version: anyOf,
  turn_id: parseAsString,
  is_mine: flag,
};
export type ImprovementFilters = inferParserType<typeof improvementParsers>;

export const improvementSortParser = parseAsStringLiteral(["timestamp", "-timestamp"]).withDefault(
  "-timestamp",
);

/** Everything that the address of the page may hold: filters, order, the open note. */
export const improvementAddressParsers = {
  ...improvementParsers,
  sort: improvementSortParser,
  note: parseAsString,
};

/** The filters and the order in the search parameters of the page. What cannot be understood counts as not given. */
export const loadImprovementFilters = createLoader(improvementParsers);
export const loadImprovementSort = createLoader({ sort: improvementSortParser });

const lists = [
  "category",
  "severity",
  "status",
  "master_prompt_version",
  "branch_name",
  "applied_in_version",
] as const;

/** The filters as parameters of the API; without a range the last 30 days, as on every page. */
export function toImprovementParameters(filters: ImprovementFilters): FilterParameters {
  const { turn_id, is_mine, days, from, to, project, session_id, q } = filters;
  const shared = { days, from, to, project, session_id, q };
  const none = { model: null, intent: null, rating: null, user_id: [], has_note: null };
  const chosen = lists.flatMap((name) => {
    const values = filters[name];
    return values ? [[name, writeChoices(values)] as const] : [];
  });
  return {
    ...toFilterParameters({ ...none, ...shared }),
    ...Object.fromEntries(chosen),
    ...(turn_id ? { turn_id } : {}),
    ...(is_mine === null ? {} : { is_mine: String(is_mine) }),
  };
}

/** Notes per value of a dimension, from a summary; absent values count 0. */
export function countBy<Dimension extends "category" | "status">(
  summary: ImprovementSummary,
  dimension: Dimension,
): Map<ImprovementSummary["data"][number][Dimension], number> {
  const counts = new Map<ImprovementSummary["data"][number][Dimension], number>();
  for (const row of summary.data) counts.set(row[dimension], (counts.get(row[dimension]) ?? 0) + row.total);
  return counts;
}
