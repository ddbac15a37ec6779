import type { DataColumn } from "@/components/data-table/columns";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { formatMilliseconds, formatMinutes } from "@/lib/format/duration";
import { formatCount, NO_VALUE } from "@/lib/format/number";
import type { SessionRow } from "@/lib/tuning/sessions/schemas";

/** A similarity with two digits; `–` for null. */
export const formatSimilarity = (value: number | null | undefined) =>
  value === null || value === undefined ? NO_VALUE : value.toFixed(2);

/** What people call the tester of a session. */
export const testerOf = (session: Pick<SessionRow, "tester_name" | "tester_email" | "tester_id">) =>
  session.tester_name ?? session.tester_email ?? session.tester_id ?? "Unknown tester";

/** Marks a session that has not ended. */
export function ActiveMark() {
  return (
    <Badge tone="accent">
      <span aria-hidden className="size-1.5 rounded-full bg-accent motion-safe:animate-pulse" />
      Active
    </Badge>
  );
}

const text = (value: string | null) => (
  <span dir="auto" className="block truncate" title={value ?? undefined}>
    {value ?? <span className="text-muted">{NO_VALUE}</span>}
  </span>
);

/** The table of sessions. Names of columns are those of the API. */
export const sessionColumns: readonly DataColumn<SessionRow>[] = [
  {
    id: "session_start",
    header: "Start",
    minWidth: 150,
    isRequired: true,
    cell: (row) => <Time value={row.session_start} className="text-muted" />,
  },
  {
    id: "tester_name",
    header: "Tester",
    minWidth: 130,
    grow: 2,
    isRequired: true,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <span dir="auto" className="truncate font-medium" title={row.tester_email ?? undefined}>
          {testerOf(row)}
        </span>
        {row.session_end === null ? <ActiveMark /> : null}
      </span>
    ),
  },
  {
    id: "duration_minutes",
    header: "Duration",
    minWidth: 92,
    isNumeric: true,
    cell: (row) => formatMinutes(row.duration_minutes),
  },
  {
    id: "total_turns",
    header: "Turns",
    minWidth: 60,
    isNumeric: true,
    cell: (row) => formatCount(row.total_turns),
  },
  { id: "reviewed_turns", header: "Reviewed", minWidth: 118, cell: (row) => <Reviewed row={row} /> },
  {
    id: "total_improvements",
    header: "Improvements",
    minWidth: 104,
    isNumeric: true,
    cell: (row) => formatCount(row.total_improvements),
  },
  {
    id: "avg_rag_similarity",
    header: "Similarity",
    minWidth: 80,
    isNumeric: true,
    cell: (row) => formatSimilarity(row.avg_rag_similarity),
  },
  {
    id: "avg_processing_time_ms",
    header: "Latency",
    minWidth: 76,
    isNumeric: true,
    cell: (row) => formatMilliseconds(row.avg_processing_time_ms),
  },
  {
    id: "master_prompt_version",
    header: "Version",
    minWidth: 90,
    grow: 1,
    cell: (row) => <span className="font-mono text-xs">{text(row.master_prompt_version)}</span>,
  },
  { id: "branch_name", header: "Branch", minWidth: 112, grow: 1, cell: (row) => text(row.branch_name) },
  { id: "project", header: "Project", minWidth: 100, grow: 1, cell: (row) => text(row.project) },
];

/** How much of a session is reviewed: a bar and the figures. */
function Reviewed({ row }: { row: SessionRow }) {
  if (row.total_turns === 0) return <span className="text-muted">{NO_VALUE}</span>;
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1 w-12 overflow-hidden rounded-full bg-subtle">
        <span
          className="block h-full bg-positive"
          style={{ width: `${(100 * row.reviewed_turns) / row.total_turns}%` }}
        />
      </span>
      <span className="text-muted">
        {formatCount(row.reviewed_turns)} / {formatCount(row.total_turns)}
      </span>
    </span>
  );
}

/** A session in three lines, where there is no room for columns. */
export function CompactSession({ row }: { row: SessionRow }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 truncate font-medium">
          {testerOf(row)}
        </span>
        {row.session_end === null ? <ActiveMark /> : null}
        <Time value={row.session_start} format="relative" className="ml-auto shrink-0 text-xs text-muted" />
      </div>
      <p className="truncate text-muted">
        {formatCount(row.total_turns)} {row.total_turns === 1 ? "turn" : "turns"} ·{" "}
        {formatCount(row.reviewed_turns)} reviewed · {formatCount(row.total_improvements)}{" "}
        {row.total_improvements === 1 ? "improvement" : "improvements"}
      </p>
      <p className="truncate text-xs text-muted">
        {[formatMinutes(row.duration_minutes), row.master_prompt_version, row.branch_name, row.project]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
    </div>
  );
}
