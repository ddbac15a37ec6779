import { formatCount } from "@/lib/format/number";
import type { ChartTable, TableValue } from "@/lib/format/table";
import { type Bucket, listTimeline, type Timeline } from "@/lib/query/timeline";
import { filterOf, type GroupKey, groupNames, nameOf } from "./prepare-address";
import { type AgentFigure, type FigureCell, figureColumns, prepareCell } from "./prepare-figures";
import type { AgentRow } from "./schemas";

/** Lines that a reader can still tell apart. */
const MAX_SERIES = 8;

/** A day with one value per series: null where nothing is known, which is a gap and not a zero. */
export type DayPoint = Bucket & { values: (number | null)[]; cells: (FigureCell | null)[] };

export type AgentDays = {
  /** With the filter that leaves its interactions, as a parameter of the API. */
  series: { key: string; label: string; filter: Record<string, string> }[];
  points: DayPoint[];
  /** How many groups there are, of which the busiest are drawn. */
  of: number;
};

/** One figure day by day, a line for each of the busiest groups. `rows` are grouped by `group` and day. */
export function prepareDays(
  rows: readonly AgentRow[],
  group: GroupKey,
  figure: AgentFigure,
  timeline: Timeline,
): AgentDays {
  const totals = new Map<string, number>();
  const filters = new Map<string, Record<string, string>>();
  const byPlace = new Map<string, AgentRow>();
  for (const row of rows) {
    const name = nameOf(row, group);
    totals.set(name, (totals.get(name) ?? 0) + row.total_interactions);
    filters.set(name, filterOf(row, group));
    byPlace.set(`${row.day} ${name}`, row);
  }
  const names = [...totals]
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, MAX_SERIES)
    .map(([name]) => name)
    .sort((a, b) => a.localeCompare(b));
  const points = listTimeline(timeline).map((bucket) => {
    const cells = names.map((name) => {
      const row = byPlace.get(`${bucket.bucket.slice(0, 10)} ${name}`);
      return row ? prepareCell(row, figure) : null;
    });
    const isToCome = Date.parse(bucket.bucket) > timeline.now;
    return {
      ...bucket,
      cells,
      values: cells.map((cell) => (cell ? cell.value : figure.isSum && !isToCome ? 0 : null)),
    };
  });
  return {
    series: names.map((name) => ({ key: name, label: name, filter: filters.get(name) ?? {} })),
    points,
    of: totals.size,
  };
}

/** The same rows as the API has them, of every group: one per day and group with the figure and what it rests on. */
export function tabulateDays(
  rows: readonly AgentRow[],
  group: GroupKey,
  figure: AgentFigure,
  hrefOf: (patch: Record<string, string>) => string,
): ChartTable {
  const own = figureColumns(figure);
  const columns = [
    { name: "day", label: "Day (UTC)" },
    { name: group, label: groupNames[group].one },
    ...(figure.value === "total_interactions"
      ? []
      : [
          {
            name: "total_interactions",
            label: "Interactions",
            isNumeric: true,
            format: (value: TableValue) => formatCount(Number(value)),
          },
        ]),
    ...own,
  ];
  return {
    columns,
    rows: rows.map((row) => ({
      href: hrefOf({ ...filterOf(row, group), from: row.day ?? "", to: row.day ?? "" }),
      values: columns.map(({ name }) => row[name as keyof AgentRow]),
    })),
  };
}
