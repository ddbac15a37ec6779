import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { filterParsers } from "@/lib/query/url-state";
import { exampleStatuses } from "./schemas";

const { project, q, has_note: flag } = filterParsers;

/** Parsers of the filters of the page of examples, for `useQueryStates` and the server alike. */
export const exampleParsers = {
  project,
  q,
  status: parseAsStringLiteral(exampleStatuses),
  is_pinned: flag,
  has_better_plan: flag,
};
export type ExampleFilters = inferParserType<typeof exampleParsers>;

/** Everything that the address of the page may hold: filters and the open example. */
export const exampleAddressParsers = { ...exampleParsers, example: parseAsString };

/** The filters in the search parameters of the page. What cannot be understood counts as not given. */
export const loadExampleFilters = createLoader(exampleParsers);

/** The filters as parameters of GET /v1/examples. */
export function toExampleParameters(filters: ExampleFilters): Record<string, string> {
  const { is_pinned, has_better_plan } = filters;
  return {
    ...(filters.project ? { project: writeChoices(filters.project) } : {}),
    ...(filters.q?.trim() ? { q: filters.q } : {}),
    ...(filters.status ? { status: filters.status } : {}),
    ...(is_pinned === null ? {} : { is_pinned: String(is_pinned) }),
    ...(has_better_plan === null ? {} : { has_better_plan: String(has_better_plan) }),
  };
}

/** The same search as parameters of GET /v1/executions/similar, in the order of the list; null without words to search for. */
export function toSimilarParameters(filters: ExampleFilters): Record<string, string> | null {
  if (!filters.q?.trim()) return null;
  return {
    prompt: filters.q,
    limit: "50",
    diversity: "0",
    ...(filters.project ? { project: writeChoices(filters.project) } : {}),
  };
}
