import { toAnalyticsParameters } from "@/lib/query/url-state";
import { type RangeFilters, rangeOf } from "../definitions/prepare-source-filters";
import type { SourceFilters } from "../definitions/schemas";
import type { DatasetSource } from "./schemas";

// What a filter of the builder offers: the values that occur, asked of the figures of the source.

export type FacetOption = { value: string; label: string; count?: number };

/** Where the values of a filter come from. */
export type FacetRequest = {
  path: string;
  parameters: Record<string, string | string[]>;
  /** Where they stand in the answer. */
  read: (answer: unknown) => FacetOption[];
};

/** Stands for rows without a value. */
const NONE = "(none)";
/** Earlier than anything that is recorded: figures have a range of their own unless they are asked for one. */
const BEGINNING = "1970-01-01";

type Row = Record<string, unknown>;
const rowsOf = (answer: unknown): Row[] => ((answer as { data?: Row[] } | null)?.data ?? []) as Row[];

/** Options from rows that hold a value under `name` and how often under `count`. */
const fromRows =
  (name: string, count: string) =>
  (answer: unknown): FacetOption[] =>
    rowsOf(answer).map((row) => ({
      value: typeof row[name] === "string" ? row[name] : NONE,
      label: typeof row[name] === "string" ? row[name] : "None",
      count: Number(row[count]),
    }));

/** Options from a summary that lists its choices itself. */
const fromChoices =
  (name: string) =>
  (answer: unknown): FacetOption[] =>
    ((answer as Record<string, { value: string; total: number }[]>)[name] ?? []).map(({ value, total }) => ({
      value,
      label: value,
      count: total,
    }));

const domainsOf = (answer: unknown): FacetOption[] => {
  const domains = rowsOf(answer).flatMap(({ from_domain, to_domain }) => [from_domain, to_domain]);
  const names = [...new Set(domains.filter((name) => typeof name === "string"))].sort();
  return [...names.map((value) => ({ value, label: value })), { value: NONE, label: "None" }];
};

/** Range and project as figures take them: whole UTC days, never their own default range. */
export function toFacetParameters(filters: SourceFilters): Record<string, string | string[]> {
  const range: RangeFilters = rangeOf(filters);
  const isAllTime = range.days === null && range.from === null && range.to === null;
  const none = {
    model: null,
    intent: null,
    rating: null,
    user_id: [],
    session_id: [],
    q: null,
    has_note: null,
  };
  const parameters = toAnalyticsParameters({
    ...none,
    ...range,
    from: isAllTime ? BEGINNING : range.from,
    project: null,
  });
  return filters.project === undefined
    ? parameters
    : { ...parameters, project: [filters.project].flat().map(String) };
}

/** The request for the values of a filter; null for filters whose values are not listed anywhere. */
export function facetRequest(
  source: DatasetSource,
  name: string,
  parameters: Record<string, string | string[]>,
): FacetRequest | null {
  if (name === "project")
    return {
      path: "/v1/projects",
      parameters: {},
      read: (answer) => rowsOf(answer).map((project) => ({ value: String(project), label: String(project) })),
    };
  const grouped = (path: string, count: string): FacetRequest => ({
    path,
    parameters: { ...parameters, group_by: name },
    read: fromRows(name, count),
  });
  if (source === "feedback" && (name === "model" || name === "intent"))
    return grouped("/v1/feedback/accuracy", "total");
  if (source === "interactions" && name === "domain_classification")
    return { path: "/v1/analytics/flow", parameters, read: domainsOf };
  if (source === "interactions" && ["agent_type", "model", "channel_id"].includes(name))
    return grouped("/v1/analytics/agents", "total_interactions");
  if (source === "executions" && ["model", "strategy", "version"].includes(name))
    return grouped("/v1/executions/breakdown", "total");
  if (source === "turns" && (name === "branch_name" || name === "master_prompt_version"))
    return {
      path: "/v1/tuning/sessions/summary",
      parameters,
      read: fromChoices(name === "branch_name" ? "branches" : "versions"),
    };
  return null;
}
