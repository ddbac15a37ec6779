import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ArchivedSession } from "@/components/tuning/sessions/archived-session";
import { SessionSkeleton, SessionView } from "@/components/tuning/sessions/session-view";
import { AppError } from "@/lib/errors";
import type { Member } from "@/lib/members/schemas";
import { requireMember } from "@/lib/members/session";
import { rowId } from "@/lib/query/fields";
import { createSessionClient } from "@/lib/supabase/session";
import { getArchivedSession } from "@/lib/tuning/retention/queries";
import { archivedSessionOptions } from "@/lib/tuning/retention/query-options";
import { getSession, listSessionTurns, summarizeSession } from "@/lib/tuning/sessions/queries";
import {
  sessionOptions,
  sessionStatsOptions,
  sessionTurnsOptions,
  TURNS_PAGE_SIZE,
} from "@/lib/tuning/sessions/query-options";
import type { Session } from "@/lib/tuning/sessions/schemas";

export const metadata: Metadata = { title: "Session" };

const nullIfMissing = (error: unknown) => {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
};

/** /tuning/{session_id}: one conversation. */
export default async function Page({ params }: { params: Promise<{ session_id: string }> }) {
  const member = await requireMember();
  const { session_id: sessionId } = await params;
  if (!rowId.safeParse(sessionId).success) notFound();
  // Before anything is sent: the status of an answer that has begun cannot be changed to 404.
  const client = await createSessionClient();
  const session = await getSession(client, sessionId).catch(nullIfMissing);
  if (session) {
    return (
      <Suspense fallback={<SessionSkeleton />}>
        <Prepared session={session} member={member} />
      </Suspense>
    );
  }
  const archived = await getArchivedSession(client, sessionId).catch(nullIfMissing);
  if (archived === null) notFound();
  const queryClient = new QueryClient();
  queryClient.setQueryData(archivedSessionOptions(sessionId).queryKey, archived);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ArchivedSession sessionId={sessionId} member={member} />
    </HydrationBoundary>
  );
}

/** The session with its first turns. What fails here is fetched again by the page, which then says what is wrong. */
async function Prepared({ session, member }: { session: Session; member: Member }) {
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  queryClient.setQueryData(sessionOptions(session.id).queryKey, session);
  await Promise.all([
    queryClient.prefetchQuery({
      ...sessionStatsOptions(session.id),
      queryFn: () => summarizeSession(client, session.id),
    }),
    queryClient.prefetchInfiniteQuery({
      ...sessionTurnsOptions(session.id),
      queryFn: () => listSessionTurns(client, session.id, { limit: TURNS_PAGE_SIZE, after: 0 }),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionView sessionId={session.id} member={member} />
    </HydrationBoundary>
  );
}
