import { toCsv } from "./csv";

export type TableValue = string | number | null;

/** One column: `name` is the header in a file, `label` the one on the screen; `format` is for the screen alone. */
export type TableColumn = {
  name: string;
  label: string;
  isNumeric?: boolean;
  format?: (value: TableValue) => string;
};

/** The rows behind a chart: what its table shows and its CSV holds. `href` leads to the votes behind a row. */
export type ChartTable = {
  columns: readonly TableColumn[];
  rows: readonly { values: readonly TableValue[]; href?: string }[];
};

/** The table as CSV with full precision: fractions from 0 to 1, times ISO 8601 UTC. */
export function tableToCsv(table: ChartTable): string {
  const names = table.columns.map((column) => column.name);
  const rows = table.rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row.values[index] ?? null])),
  );
  return toCsv(rows, names, { header: true });
}
