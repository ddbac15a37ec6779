import { createLoader, createParser, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import type { RateRow, RateWords } from "@/lib/query/rate-series";
import { chooseGranularity, preparePreviousParameters } from "@/lib/query/timeline";
import type { FilterParameters } from "@/lib/query/url-state";
import { outcomeParsers } from "../prepare-filters";
import { findMetric } from "./prepare-metrics";
import type { OutcomeSeriesRow } from "./schemas";

// The address of the page of metrics, under the names of the API. The URL holds its filters and view and nothing else does.

export const metricGroups = ["model", "strategy", "version"] as const;
export type MetricGroup = (typeof metricGroups)[number];
export const groupNames: Record<MetricGroup, { one: string; several: string }> = {
  model: { one: "Model", several: "models" },
  strategy: { one: "Strategy", several: "strategies" },
  version: { one: "Version", several: "versions" },
};

const metricKey = createParser<string>({
  parse: (text) => (findMetric(text).key === text ? text : null),
  serialize: String,
});

export const metricViewParsers = {
  /** What stands side by side, and what the lines are of. */
  group_by: parseAsStringLiteral(metricGroups).withDefault("version"),
  metric: metricKey.withDefault("tokens_per_request"),
};
export type MetricView = inferParserType<typeof metricViewParsers>;
export const metricAddressParsers = { ...outcomeParsers, ...metricViewParsers };
export const loadMetricView = createLoader(metricViewParsers);

/**
 * The parameters of every query of the page. The server and the browser build them alike, so that what the server has fetched is
 * found. `previous` is null when there is no period to compare with.
 */
export function prepareMetricsPage(parameters: FilterParameters, view: MetricView, now: number) {
  const fitting = chooseGranularity(parameters, now);
  // Figures are kept per day.
  const granularity = fitting === "hour" ? "day" : fitting;
  const previous = preparePreviousParameters(parameters, now);
  return {
    granularity,
    all: parameters,
    series: { ...parameters, granularity },
    previous: previous && { ...previous, granularity },
    grouped: { ...parameters, granularity, group_by: view.group_by },
    breakdown: { ...parameters, group_by: view.group_by },
  } as const;
}
export type MetricsParameters = ReturnType<typeof prepareMetricsPage>;

/** The address of the executions behind a figure: the filters of the page and those that the figure adds. */
export type HrefOf = (patch: Record<string, string | undefined>) => string;

/** The start of a bucket as charts name it, ISO 8601 UTC; the API names its first day. */
export const toBucket = (day: string) => new Date(Date.parse(day)).toISOString();

/** Success over time as rows of a rate. */
export const toRateRows = (rows: readonly OutcomeSeriesRow[]): RateRow[] =>
  rows.map(({ bucket, total, successful, success_rate, ci_low, ci_high }) => ({
    bucket: toBucket(bucket),
    total,
    positive: successful,
    accuracy: success_rate,
    ci_low,
    ci_high,
  }));

export const rateWords: RateWords = {
  total: "Executions",
  positive: { name: "successful", label: "Worked" },
  rate: { name: "success_rate", label: "Success" },
};
