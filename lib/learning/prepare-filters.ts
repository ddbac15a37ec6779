import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import {
  type FilterParameters,
  filterParsers,
  toAnalyticsParameters,
  toFilterParameters,
  toOwnParameters,
} from "@/lib/query/url-state";

// The filters of the pages of learning, under the names of the API. The URL holds them and nothing else does.

const { days, from, to, project, user_id, q, model: anyOf, has_note: flag } = filterParsers;

/** What every figure of executions can be narrowed by. */
export const outcomeParsers = { days, from, to, project, model: anyOf, strategy: anyOf, version: anyOf };
export type OutcomeFilters = inferParserType<typeof outcomeParsers>;

/** The filters of the list of executions. */
export const executionParsers = {
  ...outcomeParsers,
  success: flag,
  error_class: anyOf,
  failure_pattern_id: anyOf,
  example_id: anyOf,
  experiment_id: anyOf,
  variant: anyOf,
  user_id,
  is_corrected: flag,
  is_retried: flag,
  q,
};
export type ExecutionFilters = inferParserType<typeof executionParsers>;

export const orderParser = parseAsStringLiteral(["newest", "oldest"]).withDefault("newest");

/** Everything that the address of the list of executions may hold. */
export const executionAddressParsers = { ...executionParsers, order: orderParser, execution: parseAsString };

export const loadOutcomeFilters = createLoader(outcomeParsers);
export const loadExecutionFilters = createLoader(executionParsers);
export const loadOrder = createLoader({ order: orderParser });

const none = { intent: null, rating: null, session_id: [], has_note: null, model: null };

/** The filters of figures as parameters of the API, which counts whole UTC days; without a range the last 30 days. */
export function toOutcomeParameters(filters: OutcomeFilters): FilterParameters {
  const { days, from, to, project } = filters;
  return {
    ...toAnalyticsParameters({ ...none, days, from, to, project, user_id: [], q: null }),
    ...toOwnParameters(outcomeParsers, filters),
  };
}

/** The filters of the list of executions as parameters of the API; without a range the last 30 days. */
export function toExecutionParameters(filters: ExecutionFilters): FilterParameters {
  const { days, from, to, project, user_id, q } = filters;
  return {
    ...toFilterParameters({ ...none, days, from, to, project, user_id, q }),
    ...toOwnParameters(executionParsers, filters),
  };
}
