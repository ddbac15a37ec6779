import { toCsv } from "@/lib/format/csv";
import { type CsvColumn, type ExportedTurn, type ExtraColumn, seedColumns } from "./schemas";

export type CsvOptions = {
  /** What is added to the seed's six columns, in this order. */
  columns?: readonly ExtraColumn[] | undefined;
  /** Begin with a byte order mark. */
  bom?: boolean | undefined;
};

type CsvRow = Record<CsvColumn, string | number | boolean | object | null>;

/**
 * The text of a session CSV, page by page: one row per note, and one with empty note, category and timestamp for a turn
 * without any. RFC 4180; cells that a spreadsheet would run as formulas are neutralised; times are ISO 8601 UTC.
 */
export async function* writeCsv(
  pages: AsyncIterable<readonly ExportedTurn[]>,
  { columns = [], bom = false }: CsvOptions,
): AsyncGenerator<string> {
  const all: CsvColumn[] = [...seedColumns, ...columns];
  let isFirst = true;
  for await (const turns of pages) {
    yield `${isFirst && bom ? "\uFEFF" : ""}${toCsv(turns.flatMap(toRows), all, { header: isFirst })}`;
    isFirst = false;
  }
}

function toRows(turn: ExportedTurn): CsvRow[] {
  const { notes, session_start: _, ...shared } = turn;
  const nothing = { improvement_note: null, category: null, timestamp: null, severity: null, status: null };
  if (notes.length === 0) return [{ ...shared, ...nothing }];
  return notes.map(({ applied_in_version: _version, ...note }) => ({ ...shared, ...note }));
}
