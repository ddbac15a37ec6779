import type { ArchivedSessionDetail } from "../retention/schemas";
import type { SessionStats } from "./schemas";

const MINUTE_MS = 60_000;

/** The statistics of an archived session, as those of one that is not: averages over the turns that have the value. */
export function summarizeArchived({ session, turns, improvements }: ArchivedSessionDetail): SessionStats {
  const end = session.session_end ?? session.archived_at;
  return {
    id: session.id,
    session_start: session.session_start,
    session_end: session.session_end,
    branch_name: session.branch_name,
    total_turns: turns.length,
    total_improvements: improvements.length,
    duration_minutes: (Date.parse(end) - Date.parse(session.session_start)) / MINUTE_MS,
    avg_rag_similarity: mean(turns.map((turn) => turn.avg_similarity)),
    avg_processing_time_ms: mean(turns.map((turn) => turn.processing_time_ms)),
  };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
