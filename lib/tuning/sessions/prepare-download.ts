import type { TextFormat } from "@/lib/format/file-format";
import { estimateFileBytes } from "@/lib/format/file-size";
import type { ImprovementRow } from "../improvements/schemas";
import type { CsvColumn, Session, Turn } from "./schemas";

/** What a page knows of a session: how many turns there are, some or all of them, and every note by its turn. */
export type KnownSession = {
  session: Session;
  totalTurns: number;
  turns: readonly Turn[];
  notes: ReadonlyMap<string, readonly ImprovementRow[]>;
};

type Row = Partial<Record<CsvColumn, string | number | boolean | object | null>>;

/** Rows of a session's CSV: one per note, and one per turn without any. */
export function countCsvRows({ totalTurns, notes }: Pick<KnownSession, "totalTurns" | "notes">): number {
  return [...notes.values()].reduce((rows, { length }) => rows + Math.max(0, length - 1), totalTurns);
}

/**
 * About how many bytes the file of a session will have, from the turns that are known: exact when these are all and the
 * columns are the usual ones. Null without turns to go by, and with better answers, of which the page knows nothing. Reviewers
 * and thumbs count as empty cells.
 */
export function estimateSessionBytes(
  known: KnownSession,
  format: TextFormat,
  columns: readonly CsvColumn[],
): number | null {
  const { session, totalTurns, turns, notes } = known;
  if (totalTurns > 0 && (turns.length === 0 || columns.includes("better_response"))) return null;
  const { master_prompt_version, branch_name, tester_email } = session;
  const rows = turns.flatMap((turn): Row[] => {
    const shared = {
      ...turn,
      turn_id: turn.id,
      master_prompt_version,
      branch_name,
      tester_email,
      timestamp: null,
    };
    const own = notes.get(turn.id) ?? [];
    if (own.length === 0) return [shared];
    return own.map(({ improvement_note, category, timestamp, severity, status }) => ({
      ...shared,
      improvement_note,
      category,
      timestamp,
      severity,
      status,
    }));
  });
  return estimateFileBytes(rows, countCsvRows(known), { format, columns });
}
