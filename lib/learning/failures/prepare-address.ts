import { createLoader, type inferParserType, parseAsArrayOf, parseAsStringLiteral } from "nuqs/server";
import { writeChoices } from "@/lib/query/parameters";
import { resolveRange } from "@/lib/query/range";
import { DEFAULT_DAYS, type FilterParameters, toHref } from "@/lib/query/url-state";
import { errorClasses, NONE } from "../filter";
import { outcomeParsers, toOutcomeParameters } from "../prepare-filters";
import { patternStatuses } from "./schemas";

/** Everything that the address of the page of failures may hold. */
export const failureParsers = {
  ...outcomeParsers,
  status: parseAsArrayOf(parseAsStringLiteral(patternStatuses)),
  error_class: parseAsArrayOf(parseAsStringLiteral(errorClasses)),
};
export type FailureFilters = inferParserType<typeof failureParsers>;

export const loadFailureFilters = createLoader(failureParsers);

/** The filters of the page as parameters of the API: those of the heat map, and those of the list, which also knows states and classes. */
export function prepareFailures(filters: FailureFilters): {
  heatmap: FilterParameters;
  list: FilterParameters;
} {
  const heatmap = toOutcomeParameters(filters);
  return {
    heatmap,
    list: {
      ...heatmap,
      ...(filters.status?.length ? { status: writeChoices(filters.status) } : {}),
      ...(filters.error_class?.length ? { error_class: writeChoices(filters.error_class) } : {}),
    },
  };
}

/** The failures of a pattern under the filters of the page, of one version when it is given (null: those without one). */
export function hrefOfFailures(
  parameters: FilterParameters,
  patternId: string,
  version?: string | null,
): string {
  return toHref("/learning/executions", parameters, {
    failure_pattern_id: patternId,
    ...(version === undefined ? {} : { version: version === null ? NONE : writeChoices([version]) }),
  });
}

const DAY_MS = 86_400_000;

/** The UTC days that parameters name, as times (ms) from and to before. An open end is today, an open start 90 days before the end. */
export function prepareDays(parameters: FilterParameters, now: number): { from: number; to: number } {
  const { days, from, to } = parameters as Record<"days" | "from" | "to", string | undefined>;
  const range = resolveRange(
    { from, to, days: days === undefined ? undefined : Number(days) },
    DEFAULT_DAYS,
    new Date(now),
  );
  const end = range.to === undefined ? Math.floor(now / DAY_MS + 1) * DAY_MS : Date.parse(range.to);
  return { from: range.from === undefined ? end - 90 * DAY_MS : Date.parse(range.from), to: end };
}
