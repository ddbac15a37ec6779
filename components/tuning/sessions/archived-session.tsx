"use client";
import { useQuery } from "@tanstack/react-query";
import { Archive, ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { buttonStyles } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Time } from "@/components/ui/time";
import { ApiError } from "@/lib/http/fetch-json";
import type { Member } from "@/lib/members/schemas";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import { archivedSessionOptions } from "@/lib/tuning/retention/query-options";
import type { ArchivedSessionDetail } from "@/lib/tuning/retention/schemas";
import { summarizeArchived } from "@/lib/tuning/sessions/prepare-archived";
import { NoSuchSession } from "./no-such-session";
import { testerOf } from "./session-columns";
import { SessionFacts } from "./session-facts";
import { SessionSkeleton } from "./session-view";
import { TurnList } from "./turn-list";

/** A session that is not among the others: the archived one, to be read, or that there is none. */
export function ArchivedSession({ sessionId, member }: { sessionId: string; member: Member }) {
  const { data, error, isPending, refetch } = useQuery({
    ...archivedSessionOptions(sessionId),
    retry: false,
  });
  if (isPending) return <SessionSkeleton />;
  if (data) return <Archived detail={data} isAdmin={member.role === "admin"} />;
  if (error instanceof ApiError && error.status === 404)
    return <NoSuchSession text="It may have been deleted, or belong to a project that is not yours." />;
  return <ErrorState error={error} onRetry={() => refetch()} />;
}

function Archived({ detail, isAdmin }: { detail: ArchivedSessionDetail; isAdmin: boolean }) {
  const { session, turns, improvements } = detail;
  const notes = useMemo(() => groupByTurn(improvements), [improvements]);
  return (
    <div className="mx-auto grid max-w-[80rem] grid-cols-[minmax(0,1fr)] gap-4">
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
          <Badge>Archived</Badge>
        </h1>
      </header>
      <p className="flex flex-wrap items-center gap-2 rounded-md border bg-surface px-4 py-3 text-13">
        <Archive aria-hidden className="size-4 text-muted" />
        <span className="mr-auto">
          Archived on <Time value={session.archived_at} />. It can be read, and reviewed only after it is
          restored.
        </span>
        {isAdmin ? (
          <Link href="/tuning/retention" className={buttonStyles({ variant: "outline", size: "sm" })}>
            Restore under Retention
          </Link>
        ) : null}
      </p>
      <SessionFacts session={session} stats={summarizeArchived(detail)} />
      <TurnList turns={turns} notes={notes} wantedTurn={null} continuation={complete} canReview={false} />
    </div>
  );
}

const complete = { hasMore: false, isLoading: false, error: null, onLoadMore: () => {} };

function groupByTurn(improvements: readonly Improvement[]): ReadonlyMap<string, readonly Improvement[]> {
  const byTurn = new Map<string, Improvement[]>();
  for (const note of improvements) byTurn.set(note.turn_id, [...(byTurn.get(note.turn_id) ?? []), note]);
  return byTurn;
}
