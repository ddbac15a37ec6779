"use client";
import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/error-state";
import { LongText } from "@/components/ui/long-text";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { formatDecimal } from "@/lib/format/number";
import { archivedSessionOptions } from "@/lib/tuning/retention/query-options";
import type { ArchivedSessionDetail } from "@/lib/tuning/retention/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** An archived session to read: its turns with their notes. */
export function ArchivedSessionSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(archivedSessionOptions(id));
  return (
    <Sheet open onOpenChange={(open) => open || onClose()} title="Archived session">
      {data ? (
        <Conversation detail={data} />
      ) : error ? (
        <ErrorState error={error} title="This session cannot be shown" onRetry={() => refetch()} />
      ) : (
        <div role="status" aria-label="Loading the session" className="grid gap-4 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </div>
      )}
    </Sheet>
  );
}

function Conversation({ detail: { session, turns, improvements } }: { detail: ArchivedSessionDetail }) {
  const notesOf = Map.groupBy(improvements, (note) => note.turn_id);
  return (
    <>
      <p className="border-b px-4 py-3 text-13 text-muted">
        <Time value={session.session_start} /> · {session.tester_name ?? session.tester_email ?? "–"} ·{" "}
        {session.project}
        {session.master_prompt_version === null ? "" : ` · ${session.master_prompt_version}`}
        {session.branch_name === null ? "" : ` · ${session.branch_name}`}
      </p>
      <ol className="divide-y">
        {turns.map((turn) => (
          // Long sessions are drawn only as far as they are looked at.
          <li
            key={turn.id}
            className="grid gap-2 px-4 py-4 text-13 [contain-intrinsic-size:auto_8rem] [content-visibility:auto]"
          >
            <div className="font-medium">
              <LongText text={turn.user_message} />
            </div>
            <LongText text={turn.era_response} />
            <p className="text-xs text-muted">
              Turn {turn.turn_number}
              {turn.avg_similarity === null ? "" : ` · similarity ${turn.avg_similarity.toFixed(2)}`}
              {turn.processing_time_ms === null ? "" : ` · ${formatDecimal(turn.processing_time_ms)} ms`}
            </p>
            {notesOf.get(turn.id)?.map((note) => (
              <div key={note.id} className="grid gap-1 border-l-2 border-accent pl-3">
                <LongText text={note.improvement_note} />
                <span className="flex flex-wrap items-center gap-2 text-xs text-muted">
                  {note.category === null ? null : <Badge>{categoryNames[note.category]}</Badge>}
                  {note.author_label ?? ""}
                </span>
              </div>
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}
