import { z } from "zod";
import type { Issue } from "@/lib/errors";
import { feedbackFilterObject, resolveFilter } from "@/lib/feedback/filter";
import { interactionFilterObject, resolveInteractionFilter } from "@/lib/interactions/filter";
import { executionParameters, resolveExecutionFilter } from "@/lib/learning/filter";
import { filterObject } from "@/lib/query/filter-object";
import { checkTimes, type Range, type RangeInput, resolveRange } from "@/lib/query/range";
import { resolveTurnFilter, turnParameters } from "@/lib/tuning/filter";
import type { DatasetSource } from "../examples/schemas";
import type { SourceFilters } from "./schemas";

// The one place that knows the filter grammars of all sources.

/** A filter as the database takes it: from and to (half-open, ISO 8601 UTC) and what else the source's list knows. */
type ResolvedFilter = Range & Record<string, unknown> & { user_id?: string[] };

type Grammar = {
  /** Checks filters as a caller writes them; unknown names are refused. */
  schema: z.ZodType<RangeInput>;
  resolve: (checked: never, defaultDays: null) => ResolvedFilter;
};

const grammars: Record<DatasetSource, Grammar> = {
  feedback: { schema: feedbackFilterObject, resolve: resolveFilter },
  turns: {
    schema: filterObject(z.strictObject(turnParameters).superRefine(checkTimes), "The filters of turns."),
    resolve: resolveTurnFilter,
  },
  interactions: { schema: interactionFilterObject, resolve: resolveInteractionFilter },
  executions: {
    schema: filterObject(
      z.strictObject(executionParameters).superRefine(checkTimes),
      "The filters of executions.",
    ),
    resolve: resolveExecutionFilter,
  },
};

export type ResolvedSource = {
  /** For the database. Ids of end users stand as they were given. */
  filter: ResolvedFilter & { to: string };
  /** The same for people and for a version that is frozen: as it was written, with the range as times. */
  filters: SourceFilters;
};

/**
 * The filters of a source at the moment `now`: a relative range becomes times, and the end is never later than `now`. Filters
 * without a range are all time until `now`.
 * @returns the filter, or issues whose paths are `filters.<name>`: unknown names, bad values, a range that has not begun.
 */
export function resolveSourceFilter(
  source: DatasetSource,
  filters: SourceFilters,
  now: Date,
): ResolvedSource | { issues: Issue[] } {
  const { schema, resolve } = grammars[source];
  const checked = schema.safeParse(filters);
  if (!checked.success) return { issues: checked.error.issues.flatMap(toIssues) };
  const { from, to } = findRange(checked.data, now);
  if (from !== undefined && from >= to)
    return { issues: [{ path: "filters.from", message: "must not be later than now" }] };
  const range = { ...(from === undefined ? {} : { from }), to };
  const { days: _, from: __, to: ___, ...rest } = filters;
  return {
    filter: { ...resolve(checked.data as never, null), ...range },
    filters: { ...rest, ...range },
  };
}

function findRange(input: RangeInput, now: Date): { from?: string; to: string } {
  const end = now.toISOString();
  const { from, to } = resolveRange(input, null, now);
  return { ...(from === undefined ? {} : { from }), to: to !== undefined && to < end ? to : end };
}

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: `filters.${key}`, message: "there is no such filter" }));
  const name = issue.path[0];
  return [{ path: name === undefined ? "filters" : `filters.${String(name)}`, message: issue.message }];
}
