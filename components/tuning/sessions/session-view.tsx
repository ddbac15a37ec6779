"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowLeft, CircleStop, Download, MessageSquarePlus } from "lucide-react";
import Link from "next/link";
import { parseAsInteger, useQueryState } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { AlertDialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { Member } from "@/lib/members/schemas";
import {
  sessionOptions,
  sessionStatsOptions,
  sessionTurnsOptions,
} from "@/lib/tuning/sessions/query-options";
import type { Session } from "@/lib/tuning/sessions/schemas";
import { DownloadSessions } from "./download-sessions";
import { ActiveMark, testerOf } from "./session-columns";
import { SessionFacts } from "./session-facts";
import { TurnList } from "./turn-list";
import { useEndSession } from "./use-end-session";
import { useSessionNotes } from "./use-session-notes";

/** How often an active session is asked for new turns. */
const POLL_MS = 5_000;

/** A conversation with what was said of it, its statistics, its end and its downloads. */
export function SessionView({ sessionId, member }: { sessionId: string; member: Member }) {
  const session = useQuery(sessionOptions(sessionId));
  if (session.isPending) return <SessionSkeleton />;
  if (!session.data) return <ErrorState error={session.error} onRetry={() => session.refetch()} />;
  return (
    <div className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-4">
      <SessionHead session={session.data} member={member} />
      <Conversation session={session.data} />
    </div>
  );
}

function SessionHead({ session, member }: { session: Session; member: Member }) {
  const [isDownloading, setIsDownloading] = useState(false);
  const [isEnding, setIsEnding] = useState(false);
  const end = useEndSession(session.id);
  const isOwn = session.tester_id === member.id;
  const isActive = session.session_end === null;
  return (
    <header className="flex flex-wrap items-center gap-2">
      <Link
        href="/tuning"
        aria-label="All sessions"
        className={buttonStyles({ variant: "ghost", size: "icon", className: "-ml-2" })}
      >
        <ArrowLeft aria-hidden />
      </Link>
      <h1 className="flex min-w-0 flex-1 basis-48 items-center gap-2 text-lg font-semibold">
        <span dir="auto" className="truncate">
          Session of {testerOf(session)}
        </span>
        {isActive ? <ActiveMark /> : null}
      </h1>
      {isOwn && isActive ? (
        <Link
          href={`/tuning/session/new?session=${session.id}`}
          className={buttonStyles({ variant: "primary" })}
        >
          <MessageSquarePlus aria-hidden />
          Go on
        </Link>
      ) : null}
      {isActive && (isOwn || member.role === "admin") ? (
        <Button variant="outline" onClick={() => setIsEnding(true)}>
          <CircleStop aria-hidden />
          End session
        </Button>
      ) : null}
      <Button variant="outline" onClick={() => setIsDownloading(true)}>
        <Download aria-hidden />
        Download
      </Button>
      <DownloadSessions
        open={isDownloading}
        onOpenChange={setIsDownloading}
        scope={{ kind: "one", session }}
      />
      <AlertDialog
        open={isEnding}
        onOpenChange={setIsEnding}
        title="End this session?"
        description="Its turns stay, and can still be reviewed. An ended session is not opened again; the tester starts a new one."
        confirmLabel="End session"
        tone="primary"
        isPending={end.isPending}
        onConfirm={() => end.mutate(undefined, { onSettled: () => setIsEnding(false) })}
      />
    </header>
  );
}

function Conversation({ session }: { session: Session }) {
  const [wantedTurn] = useQueryState("turn", parseAsInteger);
  const isActive = session.session_end === null;
  const stats = useQuery({
    ...sessionStatsOptions(session.id),
    refetchInterval: isActive ? POLL_MS : false,
  });
  const query = useInfiniteQuery(sessionTurnsOptions(session.id));
  const { notes } = useSessionNotes(session.id);
  const pages = query.data?.pages;
  const turns = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);

  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError, hasNextPage, error, refetch } = query;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  // New turns of an active session lie behind the last one that is loaded.
  const total = stats.data?.total_turns;
  const known = useRef(total);
  useEffect(() => {
    if (known.current !== undefined && total !== known.current && !hasNextPage) void refetch();
    known.current = total;
  }, [total, hasNextPage, refetch]);

  return (
    <>
      <SessionFacts session={session} stats={stats.data} />
      {query.isPending ? (
        <TurnsSkeleton />
      ) : query.data === undefined ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : turns.length === 0 ? (
        <EmptyState
          title="No turns yet"
          text={isActive ? "They appear here as they are recorded." : "Nothing was recorded in this session."}
        />
      ) : (
        <TurnList
          turns={turns}
          notes={notes}
          wantedTurn={wantedTurn}
          continuation={{
            hasMore: hasNextPage,
            isLoading: isFetchingNextPage,
            error: isFetchNextPageError ? error : null,
            onLoadMore: loadMore,
          }}
        />
      )}
    </>
  );
}

function TurnsSkeleton() {
  return (
    <div className="grid gap-4" role="status" aria-label="Loading turns">
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}

/** The page while its session is on the way. */
export function SessionSkeleton() {
  return (
    <div className="mx-auto grid max-w-[80rem] gap-4" role="status" aria-label="Loading the session">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
