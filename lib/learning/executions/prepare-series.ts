import { formatCount } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { type Bucket, listTimeline, type Timeline } from "@/lib/query/timeline";
import { startOfBucket } from "@/lib/stats/buckets";
import { groupNames, type MetricGroup, toBucket } from "./prepare-address";
import { type Metric, prepareMetric } from "./prepare-metrics";
import { NONE, type OutcomeBreakdownRow, type OutcomeSeriesRow, type VersionRow } from "./schemas";

/** Lines that a reader can still tell apart. */
const MAX_SERIES = 8;
const count = (value: TableValue) => formatCount(Number(value));

// ---- Failures by error class --------------------------------------------------------------------------------------

export const errorSeries = [
  { key: "validation", field: "failed_validation", label: "Validation" },
  { key: "execution", field: "failed_execution", label: "Execution" },
  { key: "logic", field: "failed_logic", label: "Logic" },
  { key: NONE, field: "failed_unclassified", label: "Not classified" },
] as const;

export type ErrorPoint = Bucket & { values: number[]; failed: number; total: number };

/** Failures per bucket by error class. What happened in no bucket is 0. */
export function prepareErrors(rows: readonly OutcomeSeriesRow[], timeline: Timeline): ErrorPoint[] {
  const byBucket = new Map(rows.map((row) => [toBucket(row.bucket), row]));
  return listTimeline(timeline).map((bucket) => {
    const row = byBucket.get(bucket.bucket);
    return {
      ...bucket,
      values: errorSeries.map(({ field }) => row?.[field] ?? 0),
      failed: row ? row.total - row.successful : 0,
      total: row?.total ?? 0,
    };
  });
}

/** The same points as a table. */
export function tabulateErrors(
  points: readonly ErrorPoint[],
  hrefOf: (patch: Record<string, string>) => string,
  formatBucket: (bucket: string) => string,
): ChartTable {
  return {
    columns: [
      { name: "bucket", label: "Time (UTC)", format: (value) => formatBucket(String(value)) },
      { name: "total", label: "Executions", isNumeric: true, format: count },
      ...errorSeries.map(({ field, label }) => ({ name: field, label, isNumeric: true, format: count })),
    ],
    rows: points.map((point) => ({
      href: hrefOf({ ...point.drill, success: "false" }),
      values: [point.bucket, point.total, ...point.values],
    })),
  };
}

// ---- One metric over time, a line per group -----------------------------------------------------------------------

export type MetricPoint = Bucket & { values: (number | null)[]; cells: (MetricCell | null)[] };
type MetricCell = ReturnType<typeof prepareMetric>;
export type MetricLines = {
  series: { key: string; label: string; filter: Record<string, string> }[];
  points: MetricPoint[];
  /** How many groups there are, of which those with the most executions are drawn. */
  of: number;
};

/** A group as filters write it. */
export const groupFilter = (group: MetricGroup, value: string | null): Record<string, string> => ({
  [group]: writeChoices([value ?? NONE]),
});
export const groupLabel = (group: MetricGroup, value: string | null) =>
  value ?? `No ${groupNames[group].one.toLowerCase()}`;

/** One metric over time, a line for each of the groups with the most executions. Without executions a gap, not a zero. */
export function prepareMetricLines(
  rows: readonly OutcomeSeriesRow[],
  group: MetricGroup,
  metric: Metric,
  timeline: Timeline,
): MetricLines {
  const totals = new Map<string | null, number>();
  const byPlace = new Map<string, OutcomeSeriesRow>();
  for (const row of rows) {
    totals.set(row.group, (totals.get(row.group) ?? 0) + row.total);
    byPlace.set(JSON.stringify([toBucket(row.bucket), row.group]), row);
  }
  const label = (value: string | null) => groupLabel(group, value);
  const shown = [...totals]
    .sort(([a, x], [b, y]) => y - x || label(a).localeCompare(label(b)))
    .slice(0, MAX_SERIES)
    .map(([value]) => value)
    .sort((a, b) => label(a).localeCompare(label(b)));
  return {
    series: shown.map((value) => ({
      key: label(value),
      label: label(value),
      filter: groupFilter(group, value),
    })),
    points: listTimeline(timeline).map((bucket) => {
      const cells = shown.map((value) => {
        const row = byPlace.get(JSON.stringify([bucket.bucket, value]));
        return row ? prepareMetric(metric, row) : null;
      });
      return { ...bucket, cells, values: cells.map((cell) => cell?.value ?? null) };
    }),
    of: totals.size,
  };
}

/** The same rows as the API has them, of every group: one per bucket and group with the metric and what it rests on. */
export function tabulateMetricLines(
  rows: readonly OutcomeSeriesRow[],
  group: MetricGroup,
  metric: Metric,
  timeline: Timeline,
  hrefOf: (patch: Record<string, string>) => string,
  formatBucket: (bucket: string) => string,
): ChartTable {
  const drills = new Map(listTimeline(timeline).map(({ bucket, drill }) => [bucket, drill]));
  return {
    columns: [
      { name: "bucket", label: "Time (UTC)", format: (value) => formatBucket(String(value)) },
      { name: group, label: groupNames[group].one },
      { name: "total", label: "Executions", isNumeric: true, format: count },
      { name: "n", label: "n", isNumeric: true, format: count },
      {
        name: metric.key,
        label: metric.label,
        isNumeric: true,
        format: (value) => metric.format(value as number | null),
      },
    ],
    rows: rows.map((row) => ({
      href: hrefOf({ ...drills.get(toBucket(row.bucket)), ...groupFilter(group, row.group) }),
      values: [toBucket(row.bucket), row.group, row.total, metric.n(row), metric.value(row)],
    })),
  };
}

// ---- Groups side by side ------------------------------------------------------------------------------------------

const measured = [
  "total",
  "successful",
  "success_rate",
  "ci_low",
  "ci_high",
  "failed_validation",
  "failed_execution",
  "failed_logic",
  "failed_unclassified",
  "retries",
  "retried",
  "corrected",
  "instructions_count",
  "response_quality",
  "tokens_count",
  "tokens_per_request",
  "cost_count",
  "cost_per_request",
] as const;

/** The rows of GET /v1/executions/breakdown as they are. */
export function tabulateBreakdown(
  rows: readonly OutcomeBreakdownRow[],
  group: MetricGroup,
  hrefOf: (patch: Record<string, string>) => string,
): ChartTable {
  return {
    columns: [
      { name: group, label: groupNames[group].one },
      ...measured.map((name) => ({ name, label: name.replaceAll("_", " "), isNumeric: true })),
    ],
    rows: rows.map((row) => ({
      href: hrefOf(groupFilter(group, row[group])),
      values: [row[group], ...measured.map((name) => row[name])],
    })),
  };
}

// ---- Versions -----------------------------------------------------------------------------------------------------

/** Where versions were first seen, as marks of a chart: those of one bucket together. */
export function prepareMarkers(
  versions: readonly VersionRow[],
  timeline: Timeline,
): { bucket: string; label: string }[] {
  const byBucket = new Map<string, string[]>();
  for (const { version, first_seen_on } of [...versions].reverse()) {
    const time = Date.parse(first_seen_on);
    if (time < timeline.range.from || time >= timeline.range.to) continue;
    const bucket = new Date(startOfBucket(time, timeline.size)).toISOString();
    const names = byBucket.get(bucket) ?? [];
    if (!names.includes(version)) byBucket.set(bucket, [...names, version]);
  }
  return [...byBucket].map(([bucket, names]) => ({ bucket, label: names.join(", ") }));
}
