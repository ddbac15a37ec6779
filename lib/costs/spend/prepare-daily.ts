import { formatCount, formatUsd } from "@/lib/format/number";
import type { ChartTable, TableColumn } from "@/lib/format/table";
import { writeChoices } from "@/lib/query/parameters";
import { type Bucket, listTimeline, type Timeline } from "@/lib/query/timeline";
import { type CostGroup, type CostsDailyRow, NO_MODEL } from "./schemas";

/** How many values a filter takes. */
const MOST_CHOICES = 100;

/** How many groups are drawn by name. */
export const TOP = 8;

/** One part of every bar. `members` are the groups that it stands for; null where it is no group, as a kind of tokens. */
export type StackSeries = { key: string; label: string; isRest: boolean; members: string[] | null };

/** A bucket with one value per series, beside the whole of the bucket at the same place of the period before. */
export type StackPoint = Bucket & {
  values: number[];
  total: number;
  unpriced: number;
  previousBucket: string | null;
  /** null where the period before has no such bucket. */
  previousTotal: number | null;
};

export type Stack = {
  series: StackSeries[];
  points: StackPoint[];
  /** How many groups are drawn by name, of how many. */
  shown: number;
  of: number;
};

/** Groups as people read them. */
export const costGroupNames: Record<CostGroup, string> = {
  model: "Model",
  agent_type: "Agent",
  project: "Project",
  channel_id: "Channel",
};

export const bucketOf = (row: Pick<CostsDailyRow, "date">) => new Date(Date.parse(row.date)).toISOString();
const keyOf = (row: CostsDailyRow, group: CostGroup) => row[group] ?? NO_MODEL;
const labelOf = (key: string) => (key === NO_MODEL ? "No model" : key);

type Measure = (row: CostsDailyRow) => number;
type Period = { rows: readonly CostsDailyRow[]; timeline: Timeline };

/**
 * A measure over time by group: the largest `TOP` groups by name, the others together; a single other one by name too. What happened
 * in no bucket is 0: nothing was spent.
 */
export function prepareStack(
  current: Period,
  previous: Period | null,
  { group, measure }: { group: CostGroup; measure: Measure },
): Stack {
  const totals = new Map<string, number>();
  for (const row of current.rows) {
    const key = keyOf(row, group);
    totals.set(key, (totals.get(key) ?? 0) + measure(row));
  }
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([key]) => key);
  const named = ranked.length === TOP + 1 ? ranked : ranked.slice(0, TOP);
  const rest = ranked.length - named.length;
  const place = new Map(ranked.map((key, index) => [key, Math.min(index, named.length)]));
  const series = [
    ...named.map((key) => ({ key, label: labelOf(key), isRest: false, members: [key] })),
    ...(rest > 0
      ? [{ key: " rest", label: `${rest} others`, isRest: true, members: ranked.slice(named.length) }]
      : []),
  ];
  const points = fill(current, previous, series.length, measure, (row, point) => {
    const index = place.get(keyOf(row, group)) ?? 0;
    point.values[index] = (point.values[index] ?? 0) + measure(row);
  });
  return { series, points, shown: named.length, of: ranked.length };
}

/** What narrows the interactions of a bar to one part of it; nothing where the part is no group or stands for too many. */
export function filterOfPart(
  stack: Stack,
  key: string | undefined,
  group: CostGroup,
): Record<string, string> {
  const members = stack.series.find((series) => series.key === key)?.members;
  return members && members.length <= MOST_CHOICES ? { [group]: writeChoices(members) } : {};
}

/**
 * Which colour each series of a chart has, as places in the palette: those that stand in `beside`, a chart next to it, keep the
 * place they have there; the others take what is left.
 */
export function placeColors(series: readonly StackSeries[], beside: readonly StackSeries[] = []): number[] {
  const placeOf = new Map(
    beside.flatMap(({ key, isRest }, place) => (isRest ? [] : [[key, place] as const])),
  );
  const taken = new Set(series.flatMap(({ key }) => placeOf.get(key) ?? []));
  let next = 0;
  return series.map(({ key }) => {
    const kept = placeOf.get(key);
    if (kept !== undefined) return kept;
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  });
}

const kinds: { key: string; label: string; of: Measure }[] = [
  { key: "input", label: "Input", of: (row) => Math.max(0, row.input_tokens - row.cached_tokens) },
  { key: "cached", label: "Cached input", of: (row) => Math.min(row.cached_tokens, row.input_tokens) },
  { key: "output", label: "Output", of: (row) => row.output_tokens },
  {
    key: "whole",
    label: "Not split",
    of: (row) => Math.max(0, row.total_tokens - row.input_tokens - row.output_tokens),
  },
];

/** Tokens over time by kind; those that were sent only as one number are not split. */
export function prepareTokenKinds(current: Period, previous: Period | null): Stack {
  const used = kinds.filter(({ of }) => current.rows.some((row) => of(row) > 0));
  const points = fill(
    current,
    previous,
    used.length,
    (row) => row.total_tokens,
    (row, point) => {
      for (const [index, { of }] of used.entries())
        point.values[index] = (point.values[index] ?? 0) + of(row);
    },
  );
  return {
    series: used.map(({ key, label }) => ({ key, label, isRest: false, members: null })),
    points,
    shown: used.length,
    of: used.length,
  };
}

function fill(
  { rows, timeline }: Period,
  previous: Period | null,
  size: number,
  measure: Measure,
  add: (row: CostsDailyRow, point: StackPoint) => void,
): StackPoint[] {
  const before = new Map<string, number>();
  for (const row of previous?.rows ?? [])
    before.set(bucketOf(row), (before.get(bucketOf(row)) ?? 0) + measure(row));
  const previousBuckets = previous ? listTimeline(previous.timeline) : [];
  const points = listTimeline(timeline).map((bucket, index): StackPoint => {
    const previousBucket = previousBuckets[index]?.bucket ?? null;
    return {
      ...bucket,
      values: Array.from({ length: size }, () => 0),
      total: 0,
      unpriced: 0,
      previousBucket,
      previousTotal: previousBucket === null ? null : (before.get(previousBucket) ?? 0),
    };
  });
  const pointByBucket = new Map(points.map((point) => [point.bucket, point]));
  for (const row of rows) {
    const point = pointByBucket.get(bucketOf(row));
    if (!point) continue;
    point.total += measure(row);
    point.unpriced += row.unpriced;
    add(row, point);
  }
  return points;
}

const counts = [
  ["total_interactions", "Interactions"],
  ["total_tokens", "Tokens"],
  ["input_tokens", "Input"],
  ["cached_tokens", "Cached"],
  ["output_tokens", "Output"],
] as const;
const ends = [
  ["unpriced", "Unpriced"],
  ["satisfaction_count", "Rated"],
  ["satisfied", "Rated 4 or 5"],
] as const;

/** The rows of GET /v1/costs/daily as they are: one per bucket, or per bucket and group. */
export function tabulateDaily(
  rows: readonly CostsDailyRow[],
  group: CostGroup | null,
  hrefOf: (row: CostsDailyRow) => string,
  formatBucket: (bucket: string) => string,
): ChartTable {
  const count = (value: string | number | null) => formatCount(Number(value));
  const numeric = ([name, label]: readonly [string, string]): TableColumn => ({
    name,
    label,
    isNumeric: true,
    format: count,
  });
  return {
    columns: [
      {
        name: "date",
        label: "From (UTC)",
        format: (value) => formatBucket(new Date(String(value)).toISOString()),
      },
      ...(group ? [{ name: group, label: costGroupNames[group] }] : []),
      {
        name: "total_cost",
        label: "Cost",
        isNumeric: true,
        format: (value) => formatUsd(Number(value)),
      },
      ...counts.map(numeric),
      ...ends.map(numeric),
      { name: "partial", label: "Partial", format: (value) => (value === "true" ? "partial" : "") },
    ],
    rows: rows.map((row) => ({
      href: hrefOf(row),
      values: [
        row.date,
        ...(group ? [row[group] ?? null] : []),
        row.total_cost,
        ...counts.map(([name]) => row[name]),
        ...ends.map(([name]) => row[name]),
        String(row.partial),
      ],
    })),
  };
}
