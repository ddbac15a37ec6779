import { MessageSquareText, PencilLine } from "lucide-react";
import type { DataColumn } from "@/components/data-table/columns";
import { Time } from "@/components/ui/time";
import type { FeedbackListRow } from "@/lib/feedback/prepare-list";
import { formatDecimal } from "@/lib/format/number";
import { RatingMark } from "./rating-mark";

const none = <span className="text-muted">–</span>;

const empty = <span className="text-muted italic">empty</span>;

// A block finds the direction of its own text, so that a long one is cut at its end in any script.
const text = (value: string | null) =>
  value === null ? (
    none
  ) : value === "" ? (
    empty
  ) : (
    <span dir="auto" className="block truncate">
      {value}
    </span>
  );
const quiet = (value: string | null) => <span className="text-muted">{text(value)}</span>;

/** Every column that a vote's table row can show, in order. Their names are those of the API. */
export const feedbackTableColumns: readonly DataColumn<FeedbackListRow>[] = [
  {
    id: "rating",
    header: "Rating",
    minWidth: 64,
    isRequired: true,
    cell: (row) => <RatingMark rating={row.rating} />,
  },
  {
    id: "created_at",
    header: "Time",
    minWidth: 156,
    isRequired: true,
    cell: (row) => <Time value={row.created_at} className="text-muted" />,
  },
  { id: "query", header: "Query", minWidth: 220, grow: 3, isRequired: true, cell: (row) => text(row.query) },
  { id: "response", header: "Response", minWidth: 220, grow: 3, cell: (row) => quiet(row.response) },
  { id: "model", header: "Model", minWidth: 150, grow: 1, cell: (row) => text(row.model) },
  { id: "intent", header: "Intent", minWidth: 100, cell: (row) => text(row.intent) },
  { id: "project", header: "Project", minWidth: 120, cell: (row) => text(row.project) },
  {
    id: "note",
    header: "Note",
    minWidth: 72,
    cell: (row) => <NoteMarks row={row} />,
  },
  { id: "comment", header: "Comment", minWidth: 180, grow: 2, cell: (row) => text(row.comment) },
  {
    id: "corrected_response",
    header: "Corrected response",
    minWidth: 180,
    grow: 2,
    cell: (row) => text(row.corrected_response),
  },
  { id: "user_id", header: "User", minWidth: 120, cell: (row) => quiet(row.user_id) },
  { id: "session_id", header: "Session", minWidth: 120, cell: (row) => quiet(row.session_id) },
  {
    id: "tools_called",
    header: "Tools",
    minWidth: 140,
    cell: (row) => quiet(row.tools_called.join(", ") || null),
  },
  {
    id: "memory_used",
    header: "Memory (MB)",
    minWidth: 104,
    isNumeric: true,
    cell: (row) => formatDecimal(row.memory_used),
  },
  { id: "response_id", header: "Response id", minWidth: 120, cell: (row) => quiet(row.response_id) },
  {
    id: "updated_at",
    header: "Changed",
    minWidth: 156,
    cell: (row) => <Time value={row.updated_at} className="text-muted" />,
  },
];

/** What is shown until someone chooses otherwise. */
export const defaultColumnIds: readonly string[] = [
  "rating",
  "created_at",
  "query",
  "response",
  "model",
  "intent",
  "project",
  "note",
];

/** Marks of what people wrote to a vote. */
export function NoteMarks({ row }: { row: FeedbackListRow }) {
  if (row.comment === null && row.corrected_response === null) return none;
  return (
    <span className="inline-flex items-center gap-2 align-middle text-muted">
      {row.comment === null ? null : (
        <span title={row.comment}>
          <MessageSquareText aria-hidden className="size-4" />
          <span className="sr-only">Has a comment</span>
        </span>
      )}
      {row.corrected_response === null ? null : (
        <span title="Corrected response">
          <PencilLine aria-hidden className="size-4" />
          <span className="sr-only">Has a corrected response</span>
        </span>
      )}
    </span>
  );
}

/** A vote in three lines, where there is no room for columns. */
export function CompactVote({ row }: { row: FeedbackListRow }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
      <div className="flex items-center gap-2">
        <RatingMark rating={row.rating} />
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {row.query || empty}
        </span>
        <Time value={row.created_at} format="relative" className="shrink-0 text-xs text-muted" />
      </div>
      <p dir="auto" className="truncate text-muted">
        {row.response || empty}
      </p>
      <div className="flex items-center gap-2 text-xs text-muted">
        <span className="min-w-0 truncate">
          {[row.model, row.intent, row.project].filter((part) => part !== null).join(" · ")}
        </span>
        {row.comment === null && row.corrected_response === null ? null : <NoteMarks row={row} />}
      </div>
    </div>
  );
}
