import { wilsonInterval } from "@/lib/stats/wilson";
import type { AccuracyRow } from "./schemas";

export const pivotDimensions = ["model", "intent", "project"] as const;
export type PivotDimension = (typeof pivotDimensions)[number];

/** Which dimension makes the rows, which splits each row, and which makes the columns. */
export type PivotLayout = {
  rows: PivotDimension;
  split: PivotDimension | null;
  columns: PivotDimension | null;
};

/** A rate with its sample: fractions from 0 to 1, the interval is Wilson's at 95%. */
export type PivotCell = {
  total: number;
  positive: number;
  accuracy: number;
  low: number;
  high: number;
};

/** One value of a dimension; null = votes without an intent. */
export type PivotValue = string | null;

export type PivotColumn = { key: string; value: PivotValue; all: PivotCell };

export type PivotRow = {
  key: string;
  /** The dimensions that this row fixes. */
  values: Partial<Record<PivotDimension, PivotValue>>;
  value: PivotValue;
  all: PivotCell;
  /** By column key; a combination without votes is absent. */
  cells: Record<string, PivotCell>;
  children: PivotRow[];
};

export type Pivot = {
  /** Largest first, at most `maxColumns`. */
  columns: PivotColumn[];
  /** How many columns there would be. */
  columnCount: number;
  /** Largest first. */
  rows: PivotRow[];
  /** Everything together; null without votes. */
  all: PivotCell | null;
};

/** Columns beyond these cannot be read across. */
export const MAX_PIVOT_COLUMNS = 12;

/** The layout a person asked for, made possible: a dimension is used once, the first place that names it wins. */
export function toPivotLayout(wanted: {
  rows: PivotDimension;
  split: PivotDimension | null;
  columns: PivotDimension | null;
}): PivotLayout {
  const columns = wanted.columns === wanted.rows ? null : wanted.columns;
  const split = wanted.split === wanted.rows || wanted.split === columns ? null : wanted.split;
  return { rows: wanted.rows, split, columns };
}

type Tally = { total: number; positive: number };

const sum = (rows: readonly AccuracyRow[]): Tally => ({
  total: rows.reduce((total, row) => total + row.total, 0),
  positive: rows.reduce((positive, row) => positive + row.positive, 0),
});

function toCell({ total, positive }: Tally): PivotCell {
  const { low, high } = wilsonInterval(positive, total) ?? { low: 0, high: 1 };
  return { total, positive, accuracy: positive / total, low, high };
}

/** The key of a value; null and the text "null" differ. */
export const toPivotKey = (value: PivotValue): string => (value === null ? "-" : `=${value}`);

const compare = (a: { all: PivotCell; value: PivotValue }, b: { all: PivotCell; value: PivotValue }) =>
  b.all.total - a.all.total || (a.value ?? "").localeCompare(b.value ?? "");

/**
 * Accuracy rows per model, intent and project as a pivot table in the given layout. Cells add up votes, so that every
 * rate and interval is that of its own sample and never a mean of rates.
 */
export function preparePivot(
  rows: readonly AccuracyRow[],
  layout: PivotLayout,
  maxColumns = MAX_PIVOT_COLUMNS,
): Pivot {
  const all = sum(rows);
  const columns = layout.columns ? groupBy(rows, layout.columns) : [];
  const shown = columns
    .map(({ key, value, all: cell }) => ({ key, value, all: cell }))
    .sort(compare)
    .slice(0, maxColumns);
  return {
    columns: shown,
    columnCount: columns.length,
    rows: prepareRows(rows, [layout.rows, ...(layout.split ? [layout.split] : [])], layout.columns, {}, ""),
    all: all.total > 0 ? toCell(all) : null,
  };
}

function groupBy(rows: readonly AccuracyRow[], dimension: PivotDimension) {
  const groups = new Map<string, { key: string; value: PivotValue; rows: AccuracyRow[] }>();
  for (const row of rows) {
    const value = row[dimension];
    const key = toPivotKey(value);
    const group = groups.get(key) ?? { key, value, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...group, all: toCell(sum(group.rows)) }));
}

function prepareRows(
  rows: readonly AccuracyRow[],
  [dimension, ...deeper]: PivotDimension[],
  columns: PivotDimension | null,
  fixed: PivotRow["values"],
  prefix: string,
): PivotRow[] {
  if (!dimension) return [];
  return groupBy(rows, dimension)
    .map((group): PivotRow => {
      const values = { ...fixed, [dimension]: group.value };
      const key = `${prefix}${dimension}${group.key};`;
      const cells = columns ? groupBy(group.rows, columns) : [];
      return {
        key,
        values,
        value: group.value,
        all: group.all,
        cells: Object.fromEntries(cells.map((cell) => [cell.key, cell.all])),
        children: prepareRows(group.rows, deeper, columns, values, key),
      };
    })
    .sort(compare);
}
