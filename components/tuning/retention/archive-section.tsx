"use client";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { toast } from "sonner";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { formatCount } from "@/lib/format/number";
import type { ApiError } from "@/lib/http/fetch-json";
import { archiveOptions, restoreArchivedSession, retentionKeys } from "@/lib/tuning/retention/query-options";
import type { ArchivedSession, RestoredSession } from "@/lib/tuning/retention/schemas";
import { sessionKeys } from "@/lib/tuning/sessions/query-options";
import { ArchivedSessionSheet } from "./archived-session-sheet";

/** Archived sessions, last archived first: to read, and for admins to bring back. */
export function ArchiveSection({ canRestore }: { canRestore: boolean }) {
  const query = useInfiniteQuery(archiveOptions());
  const [openId, setOpenId] = useQueryState("session", parseAsString.withOptions({ history: "push" }));
  const sessions = query.data?.pages.flatMap((page) => page.data);
  return (
    <section aria-label="Archive" className="rounded-md border bg-surface">
      <header className="border-b px-4 py-3">
        <h2 className="text-sm font-semibold">Archive</h2>
      </header>
      {sessions === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div role="status" aria-label="Loading the archive" className="grid gap-3 p-4">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        )
      ) : sessions.length === 0 ? (
        <EmptyState
          title="Nothing is archived"
          text="Archived sessions are listed here, to be read and brought back."
        />
      ) : (
        <ul aria-label="Archived sessions" className="divide-y">
          {sessions.map((session) => (
            <ArchivedItem
              key={session.id}
              session={session}
              canRestore={canRestore}
              onOpen={() => setOpenId(session.id)}
            />
          ))}
          {query.hasNextPage ? (
            <li className="p-4 text-center">
              <Button
                variant="outline"
                isPending={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                Show more
              </Button>
            </li>
          ) : null}
        </ul>
      )}
      {openId === null ? null : <ArchivedSessionSheet id={openId} onClose={() => setOpenId(null)} />}
    </section>
  );
}

function ArchivedItem({
  session,
  canRestore,
  onOpen,
}: {
  session: ArchivedSession;
  canRestore: boolean;
  onOpen: () => void;
}) {
  const client = useQueryClient();
  const restore = useMutation<RestoredSession, ApiError, void>({
    mutationFn: () => restoreArchivedSession(session.id),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: retentionKeys.archives });
      client.invalidateQueries({ queryKey: sessionKeys.all });
      toast.success("The session is back, exactly as it was.", {
        action: {
          label: "Open it",
          onClick: () => window.location.assign(`/tuning/${session.id}`),
        },
      });
    },
    onError: (error) => toast.error("The session was not brought back.", { description: error.message }),
  });
  const who = session.tester_name ?? session.tester_email ?? session.tester_id ?? "nobody named";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 text-13 hover:bg-subtle">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2">
          <Time value={session.session_start} className="font-medium" />
          <span className="truncate">{who}</span>
          <Badge>{session.project}</Badge>
        </div>
        <p className="text-xs text-muted">
          {formatCount(session.total_turns)} {session.total_turns === 1 ? "turn" : "turns"} ·{" "}
          {formatCount(session.total_improvements)} {session.total_improvements === 1 ? "note" : "notes"}
          {session.master_prompt_version === null ? "" : ` · ${session.master_prompt_version}`} · archived{" "}
          <Time value={session.archived_at} format="relative" />
        </p>
      </div>
      <div className="flex gap-1">
        <Button variant="ghost" size="sm" aria-label={`Read the session of ${who}`} onClick={onOpen}>
          Read
        </Button>
        {canRestore ? (
          <Button
            variant="outline"
            size="sm"
            aria-label={`Bring back the session of ${who}`}
            isPending={restore.isPending}
            onClick={() => restore.mutate()}
          >
            <ArchiveRestore aria-hidden />
            Bring back
          </Button>
        ) : null}
      </div>
    </li>
  );
}
