import { formatCount, formatPercent } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { type Bucket, listTimeline, type Timeline } from "./timeline";

/** A rate of one bucket: a fraction 0–1 with its Wilson 95% bounds, `positive` of `total`. */
export type RateRow = {
  bucket: string;
  total: number;
  positive: number;
  accuracy: number | null;
  ci_low: number | null;
  ci_high: number | null;
};

/** The rate of one bucket beside the one at the same place of the period before. Without observations a rate is null: a gap, not a zero. */
export type RateSeriesPoint = Bucket & {
  accuracy: number | null;
  /** Wilson 95% bounds. */
  interval: [low: number, high: number] | null;
  total: number;
  positive: number;
  isSmall: boolean;
  /** Has no neighbour to draw a line to. */
  isAlone: boolean;
  previousBucket: string | null;
  previousAccuracy: number | null;
  previousTotal: number;
};

export type RateSeries = {
  points: RateSeriesPoint[];
  /** Lower end of the axis, a multiple of 10%, so that changes can be seen. The upper end is 1. */
  floor: number;
};

/** A rate over time: fractions 0–1, aligned with the period before by position. */
export function prepareRateSeries(
  rows: readonly RateRow[],
  timeline: Timeline,
  previousRows: readonly RateRow[],
  previousTimeline: Timeline | null,
): RateSeries {
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  const previousByBucket = new Map(previousRows.map((row) => [row.bucket, row]));
  const previousBuckets = previousTimeline ? listTimeline(previousTimeline) : [];
  const points = listTimeline(timeline).map((bucket, index) => {
    const row = byBucket.get(bucket.bucket);
    const previousBucket = previousBuckets[index]?.bucket ?? null;
    const previous = previousBucket === null ? undefined : previousByBucket.get(previousBucket);
    return {
      ...bucket,
      accuracy: row?.accuracy ?? null,
      interval:
        row && row.ci_low !== null && row.ci_high !== null
          ? ([row.ci_low, row.ci_high] as [number, number])
          : null,
      total: row?.total ?? 0,
      positive: row?.positive ?? 0,
      isSmall: row !== undefined && row.total < SMALL_SAMPLE,
      isAlone: false,
      previousBucket,
      previousAccuracy: previous?.accuracy ?? null,
      previousTotal: previous?.total ?? 0,
    };
  });
  for (const [index, point] of points.entries()) {
    const isGap = (neighbour: RateSeriesPoint | undefined) => !neighbour || neighbour.accuracy === null;
    point.isAlone = point.accuracy !== null && isGap(points[index - 1]) && isGap(points[index + 1]);
  }
  const lowest = Math.min(
    1,
    ...points.flatMap((point) =>
      // The wide interval of a small sample would flatten all others; it is cut off instead.
      [point.accuracy, point.previousAccuracy, point.isSmall ? null : point.interval?.[0]].filter(
        (value) => typeof value === "number",
      ),
    ),
  );
  return { points, floor: Math.min(0.9, Math.floor(lowest * 10) / 10) };
}

/** What a series counts: names as in the API, labels as on the page. */
export type RateWords = {
  /** What is counted: "Votes". */
  total: string;
  positive: { name: string; label: string };
  rate: { name: string; label: string };
};

/** The same points as a table. */
export function tabulateRateSeries(
  { points }: RateSeries,
  words: RateWords,
  hrefOf: (drill: Bucket["drill"]) => string,
  formatBucket: (bucket: string) => string,
): ChartTable {
  const percent = (value: string | number | null) => formatPercent(value as number | null);
  const count = (value: string | number | null) => formatCount(Number(value));
  const bucket = (value: string | number | null) => (value === null ? "–" : formatBucket(String(value)));
  return {
    columns: [
      { name: "bucket", label: "Time (UTC)", format: bucket },
      { name: "total", label: words.total, isNumeric: true, format: count },
      { ...words.positive, isNumeric: true, format: count },
      { ...words.rate, isNumeric: true, format: percent },
      { name: "ci_low", label: "95% from", isNumeric: true, format: percent },
      { name: "ci_high", label: "to", isNumeric: true, format: percent },
      { name: "partial", label: "Partial", format: (value) => (value === "true" ? "partial" : "") },
      { name: "previous_bucket", label: "Before", format: bucket },
      { name: "previous_total", label: words.total, isNumeric: true, format: count },
      { name: `previous_${words.rate.name}`, label: words.rate.label, isNumeric: true, format: percent },
    ],
    rows: points.map((point) => ({
      href: hrefOf(point.drill),
      values: [
        point.bucket,
        point.total,
        point.positive,
        point.accuracy,
        point.interval?.[0] ?? null,
        point.interval?.[1] ?? null,
        String(point.isPartial),
        point.previousBucket,
        point.previousTotal,
        point.previousAccuracy,
      ],
    })),
  };
}
