import { formatMilliseconds, formatMinutes } from "@/lib/format/duration";
import { formatCount, NO_VALUE } from "@/lib/format/number";
import { categories, categoryNames } from "../vocabulary";
import type { Session, SessionStats } from "./schemas";

/** One side of a comparison. `notes` are counts per category and status. */
export type ComparedSession = {
  session: Session;
  stats: SessionStats;
  notes: readonly { category: string | null; total: number }[];
};

export type ComparisonRow = { label: string; first: string; second: string; difference: string };
export type ComparisonGroup = { title: string; rows: ComparisonRow[] };

/** Figures of two sessions as text, with the difference second − first; `–` where a side has none. */
export function compareSessions(first: ComparedSession, second: ComparedSession): ComparisonGroup[] {
  const row = (
    label: string,
    value: (side: ComparedSession) => number | null,
    format: (value: number) => string,
  ): ComparisonRow => {
    const [a, b] = [value(first), value(second)];
    const difference = a === null || b === null ? null : b - a;
    return {
      label,
      first: a === null ? NO_VALUE : format(a),
      second: b === null ? NO_VALUE : format(b),
      difference: difference === null ? NO_VALUE : signed(difference, format),
    };
  };
  const text = (label: string, value: (side: ComparedSession) => string | null): ComparisonRow => {
    const [a, b] = [value(first), value(second)];
    return { label, first: a ?? NO_VALUE, second: b ?? NO_VALUE, difference: a === b ? "same" : "differs" };
  };
  const perTurn = ({ stats }: ComparedSession) =>
    stats.total_turns === 0 ? null : stats.total_improvements / stats.total_turns;
  const notesOf = (side: ComparedSession, category: string | null) =>
    side.notes.reduce((sum, note) => sum + (note.category === category ? note.total : 0), 0);
  const noted = [...categories, null].filter(
    (category) => notesOf(first, category) + notesOf(second, category) > 0,
  );
  return [
    {
      title: "Run with",
      rows: [
        text("Version", ({ session }) => session.master_prompt_version),
        text("Branch", ({ session }) => session.branch_name),
        text("Project", ({ session }) => session.project),
      ],
    },
    {
      title: "Figures",
      rows: [
        row("Duration", ({ stats }) => stats.duration_minutes, formatMinutes),
        row("Turns", ({ stats }) => stats.total_turns, formatCount),
        row("Improvements", ({ stats }) => stats.total_improvements, formatCount),
        row("Improvements per turn", perTurn, (value) => value.toFixed(2)),
        row(
          "Average similarity",
          ({ stats }) => stats.avg_rag_similarity,
          (value) => value.toFixed(3),
        ),
        row("Average latency", ({ stats }) => stats.avg_processing_time_ms, formatMilliseconds),
      ],
    },
    ...(noted.length === 0
      ? []
      : [
          {
            title: "Improvements by category",
            rows: noted.map((category) =>
              row(
                category === null ? "Without category" : categoryNames[category],
                (side) => notesOf(side, category),
                formatCount,
              ),
            ),
          },
        ]),
  ];
}

/** A difference with its sign, in the format of what it is a difference of; no sign when nothing of it is shown. */
function signed(difference: number, format: (value: number) => string): string {
  const size = format(Math.abs(difference));
  if (size === format(0)) return size;
  return `${difference > 0 ? "+" : "−"}${size}`;
}
