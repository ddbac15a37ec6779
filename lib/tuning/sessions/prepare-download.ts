import { toCsv } from "@/lib/format/csv";
import type { ImprovementRow } from "../improvements/schemas";
import { type CsvColumn, type ExtraColumn, type Session, seedColumns, type Turn } from "./schemas";

/** What a page knows of a session: how many turns there are, some or all of them, and every note by its turn. */
export type KnownSession = {
  session: Session;
  totalTurns: number;
  turns: readonly Turn[];
  notes: ReadonlyMap<string, readonly ImprovementRow[]>;
};

/** Rows of a session's CSV: one per note, and one per turn without any. */
export function countCsvRows({ totalTurns, notes }: Pick<KnownSession, "totalTurns" | "notes">): number {
  return [...notes.values()].reduce((rows, { length }) => rows + Math.max(0, length - 1), totalTurns);
}

/**
 * About how many bytes a session's CSV will have, from the turns that are known: exact in the seed's columns when these
 * are all. Null without turns to go by, and with better answers, of which the page knows nothing. Reviewers and thumbs
 * count as empty cells.
 */
export function estimateCsvBytes(known: KnownSession, columns: readonly ExtraColumn[]): number | null {
  const { session, totalTurns, turns, notes } = known;
  const all: CsvColumn[] = [...seedColumns, ...columns];
  const sizeOf = (text: string) => new TextEncoder().encode(text).length;
  const header = sizeOf(toCsv([] as Partial<Record<CsvColumn, never>>[], all, { header: true }));
  if (totalTurns === 0) return header;
  if (turns.length === 0 || columns.includes("better_response")) return null;
  const { master_prompt_version, branch_name, tester_email } = session;
  const rows = turns.flatMap(
    (turn): Partial<Record<CsvColumn, string | number | boolean | object | null>>[] => {
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
    },
  );
  return header + Math.round((sizeOf(toCsv(rows, all, { header: false })) / turns.length) * totalTurns);
}
