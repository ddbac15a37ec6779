import { formatCount } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import { type Bucket, listTimeline, type Timeline } from "@/lib/query/timeline";
import { NO_INTENT, type TimeseriesRow } from "./schemas";

/** Votes of one bucket. A bucket without votes has zero of them. */
export type VotesPoint = Bucket & { positive: number; negative: number; total: number };

/** Votes over time, every bucket filled. */
export function prepareVotes(rows: readonly TimeseriesRow[], timeline: Timeline): VotesPoint[] {
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  return listTimeline(timeline).map((bucket) => {
    const { total = 0, positive = 0 } = byBucket.get(bucket.bucket) ?? {};
    return { ...bucket, positive, negative: total - positive, total };
  });
}

/** Votes over time, one series per group. `values` stand in the order of `series`. */
export type GroupedVotes = {
  series: { label: string; total: number; isRest: boolean }[];
  points: (Bucket & { values: number[]; total: number })[];
  /** How many groups are drawn by name, of how many that have votes; the rest is drawn together as the last series. */
  shown: number;
  of: number;
  /** Known groups without any vote in the range. */
  silent: string[];
};

/** The largest groups by name, the others together; a single other one by name too. `known` are groups that exist, whether they have votes or not. */
export function prepareGroupedVotes(
  rows: readonly TimeseriesRow[],
  timeline: Timeline,
  { limit, known }: { limit: number; known: readonly string[] },
): GroupedVotes {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const label = row.series ?? NO_INTENT;
    totals.set(label, (totals.get(label) ?? 0) + row.total);
  }
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const named = ranked.length === limit + 1 ? ranked : ranked.slice(0, limit);
  const rest = ranked.slice(named.length);
  const series = [
    ...named.map(([label, total]) => ({ label, total, isRest: false })),
    ...(rest.length > 0
      ? [
          {
            label: `${rest.length} others`,
            total: rest.reduce((sum, [, total]) => sum + total, 0),
            isRest: true,
          },
        ]
      : []),
  ];
  const place = new Map(ranked.map(([label], index) => [label, Math.min(index, named.length)]));
  const points = listTimeline(timeline).map((bucket) => ({
    ...bucket,
    values: series.map(() => 0),
    total: 0,
  }));
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  for (const row of rows) {
    const point = pointByBucket.get(row.bucket);
    const index = place.get(row.series ?? NO_INTENT);
    if (!point || index === undefined) continue;
    point.values[index] = (point.values[index] ?? 0) + row.total;
    point.total += row.total;
  }
  return {
    series,
    points,
    shown: named.length,
    of: ranked.length,
    silent: known.filter((label) => !totals.has(label)),
  };
}

const count = (value: string | number | null) => formatCount(Number(value));
type Cell = (bucket: string) => string;

/** Votes over time as a table. */
export function tabulateVotes(
  points: readonly VotesPoint[],
  hrefOf: (drill: Bucket["drill"]) => string,
  formatBucket: Cell,
): ChartTable {
  return {
    columns: [
      { name: "bucket", label: "Time (UTC)", format: (value) => formatBucket(String(value)) },
      { name: "total", label: "Votes", isNumeric: true, format: count },
      { name: "positive", label: "Positive", isNumeric: true, format: count },
      { name: "negative", label: "Negative", isNumeric: true, format: count },
      { name: "partial", label: "Partial", format: (value) => (value === "true" ? "partial" : "") },
    ],
    rows: points.map((point) => ({
      href: hrefOf(point.drill),
      values: [point.bucket, point.total, point.positive, point.negative, String(point.isPartial)],
    })),
  };
}

/** Grouped votes as a table: a row per bucket, a column per series. */
export function tabulateGroupedVotes(
  { series, points }: GroupedVotes,
  hrefOf: (drill: Bucket["drill"]) => string,
  formatBucket: Cell,
): ChartTable {
  return {
    columns: [
      { name: "bucket", label: "Time (UTC)", format: (value) => formatBucket(String(value)) },
      { name: "total", label: "Votes", isNumeric: true, format: count },
      ...series.map(({ label }) => ({ name: label, label, isNumeric: true, format: count })),
    ],
    rows: points.map((point) => ({
      href: hrefOf(point.drill),
      values: [point.bucket, point.total, ...point.values],
    })),
  };
}
