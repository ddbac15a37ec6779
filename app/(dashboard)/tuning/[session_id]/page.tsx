import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ArchivedSession } from "@/components/tuning/sessions/archived-session";
import { SessionView } from "@/components/tuning/sessions/session-view";
import { AppError } from "@/lib/errors";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";
import { getSession, listSessionTurns, summarizeSession } from "@/lib/tuning/sessions/queries";
import {
  sessionOptions,
  sessionStatsOptions,
  sessionTurnsOptions,
  TURNS_PAGE_SIZE,
} from "@/lib/tuning/sessions/query-options";

export const metadata: Metadata = { title: "Session" };

/** /tuning/{session_id}: one conversation. */
export default async function Page({ params }: { params: Promise<{ session_id: string }> }) {
  const member = await requireMember();
  const { session_id: sessionId } = await params;
  if (!z.uuid().safeParse(sessionId).success) notFound();
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const session = await getSession(client, sessionId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (session === null) return <ArchivedSession sessionId={sessionId} member={member} />;
  queryClient.setQueryData(sessionOptions(sessionId).queryKey, session);
  // What fails here is fetched again by the page, which then says what is wrong.
  await Promise.all([
    queryClient.prefetchQuery({
      ...sessionStatsOptions(sessionId),
      queryFn: () => summarizeSession(client, sessionId),
    }),
    queryClient.prefetchInfiniteQuery({
      ...sessionTurnsOptions(sessionId),
      queryFn: () => listSessionTurns(client, sessionId, { limit: TURNS_PAGE_SIZE, after: 0 }),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionView sessionId={sessionId} member={member} />
    </HydrationBoundary>
  );
}
