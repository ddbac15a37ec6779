import Link from "next/link";
import { LongText } from "@/components/ui/long-text";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import { CategoryBadge, SeverityBadge, StatusBadge } from "../improvements/note-marks";

/** The notes on a turn, oldest first. */
export function TurnNotes({ notes }: { notes: readonly Improvement[] }) {
  if (notes.length === 0) return null;
  return (
    <ul aria-label="Improvements" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {notes.map((note) => (
        <li
          key={note.id}
          className="grid grid-cols-[minmax(0,1fr)] gap-1.5 border-l-2 border-warning pl-3 text-13"
        >
          <LongText text={note.improvement_note} />
          <div className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
            <CategoryBadge category={note.category} />
            {note.severity === null ? null : <SeverityBadge severity={note.severity} />}
            <StatusBadge status={note.status} />
            {note.applied_in_version ? <span>in {note.applied_in_version}</span> : null}
          </div>
          <Link
            href={`/tuning/improvements?days=366&note=${note.id}`}
            className="truncate text-xs text-muted hover:text-foreground hover:underline"
          >
            {note.author_label ?? "Unknown author"}
          </Link>
        </li>
      ))}
    </ul>
  );
}
