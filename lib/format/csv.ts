import { stringify } from "csv-stringify/browser/esm/sync";

type Cell = string | number | boolean | null | undefined | object;

/** A cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers. */
export function neutralizeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function toText(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return neutralizeFormula(value);
  if (typeof value === "object") return neutralizeFormula(JSON.stringify(value));
  return String(value);
}

/** CSV lines (RFC 4180, CRLF) for rows, in the order of `columns`; objects and arrays as JSON, null as an empty cell. */
export function toCsv<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  options: { header: boolean },
): string {
  const lines = rows.map((row) => columns.map((column) => toText(row[column] as Cell)));
  return stringify(options.header ? [[...columns], ...lines] : lines, {
    record_delimiter: "windows",
    // By itself it quotes only its own delimiter, so that a single line feed in a text would start a new row.
    quoted_match: /[\r\n]/,
  });
}
