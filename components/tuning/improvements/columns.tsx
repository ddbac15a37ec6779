import type { DataColumn } from "@/components/data-table/columns";
import { Time } from "@/components/ui/time";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";
import { CategoryBadge, NO_CATEGORY_LABEL, SeverityBadge, StatusBadge } from "./note-marks";

/** Characters of a long text that a cell draws. */
const PREVIEW_CHARS = 240;
const cut = (text: string) => (text.length > PREVIEW_CHARS ? `${text.slice(0, PREVIEW_CHARS)}…` : text);
const text = (value: string | null) =>
  value ? <span dir="auto">{cut(value)}</span> : <span className="text-muted">–</span>;
const quiet = (value: string | null) => <span className="text-muted">{value ?? "–"}</span>;

/** The columns of a note's table row. */
export const noteColumns: readonly DataColumn<ImprovementRow>[] = [
  {
    id: "timestamp",
    header: "Time",
    minWidth: 148,
    cell: (row) => <Time value={row.timestamp} className="text-muted" />,
  },
  {
    id: "improvement_note",
    header: "Note",
    minWidth: 220,
    grow: 4,
    cell: (row) => <span className="font-medium">{text(row.improvement_note)}</span>,
  },
  {
    id: "category",
    header: "Category",
    minWidth: 96,
    cell: (row) => <CategoryBadge category={row.category} />,
  },
  {
    id: "severity",
    header: "Severity",
    minWidth: 76,
    cell: (row) => <SeverityBadge severity={row.severity} />,
  },
  { id: "status", header: "Status", minWidth: 92, cell: (row) => <StatusBadge status={row.status} /> },
  {
    id: "applied_in_version",
    header: "Applied in",
    minWidth: 84,
    cell: (row) => quiet(row.applied_in_version),
  },
  {
    id: "user_message",
    header: "Question",
    minWidth: 150,
    grow: 2,
    cell: (row) => <span className="text-muted">{text(row.user_message)}</span>,
  },
  {
    id: "master_prompt_version",
    header: "Version",
    minWidth: 80,
    cell: (row) => quiet(row.master_prompt_version),
  },
  { id: "author_label", header: "Author", minWidth: 112, cell: (row) => quiet(row.author_label) },
];

/** A note in three lines, where there is no room for columns. */
export function CompactNote({ row }: { row: ImprovementRow }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <StatusBadge status={row.status} />
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {cut(row.improvement_note)}
        </span>
        <Time value={row.timestamp} format="relative" className="shrink-0 text-xs text-muted" />
      </div>
      <p dir="auto" className="truncate text-muted">
        {cut(row.user_message)}
      </p>
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 truncate">
          {[
            row.category === null ? NO_CATEGORY_LABEL : categoryNames[row.category],
            row.master_prompt_version,
            row.author_label,
          ]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
        {row.severity === null ? null : <SeverityBadge severity={row.severity} />}
      </div>
    </div>
  );
}
