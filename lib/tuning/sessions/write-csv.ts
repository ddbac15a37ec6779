import { writeRows } from "@/lib/format/write-rows";
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
export function writeCsv(
  pages: AsyncIterable<readonly ExportedTurn[]>,
  { columns = [], bom = false }: CsvOptions,
): AsyncGenerator<string> {
  const all: CsvColumn[] = [...seedColumns, ...columns];
  return writeRows(toNoteRows(pages), { format: "csv", columns: all, bom });
}

/** The rows of turns: one per note, and one with empty note, category and timestamp for a turn without any. */
export async function* toNoteRows(pages: AsyncIterable<readonly ExportedTurn[]>): AsyncGenerator<CsvRow[]> {
  for await (const turns of pages) yield turns.flatMap(toRows);
}

function toRows(turn: ExportedTurn): CsvRow[] {
  const { notes, session_start: _, ...shared } = turn;
  const nothing = { improvement_note: null, category: null, timestamp: null, severity: null, status: null };
  if (notes.length === 0) return [{ ...shared, ...nothing }];
  return notes.map(({ applied_in_version: _version, ...note }) => ({ ...shared, ...note }));
}
