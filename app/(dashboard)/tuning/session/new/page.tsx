import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { NewSessionPage } from "@/components/tuning/sessions/new-session-page";
import { AppError } from "@/lib/errors";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { rowId } from "@/lib/query/fields";
import { createSessionClient } from "@/lib/supabase/session";
import { findAssistant } from "@/lib/tuning/assistant/queries";
import { findActiveSession, getSession } from "@/lib/tuning/sessions/queries";
import { sessionOptions } from "@/lib/tuning/sessions/query-options";

export const metadata: Metadata = { title: "Test session" };

const load = createLoader({ session: parseAsString });

const nullIfMissing = (error: unknown) => {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
};

/** /tuning/session/new: a member talks to the connected assistant, in the session that the address names. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const { session: sessionId } = load(await searchParams);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  if (sessionId !== null) {
    const isId = rowId.safeParse(sessionId).success;
    const session = isId ? await getSession(client, sessionId).catch(nullIfMissing) : null;
    // Someone else's session is to be read, not to be talked in.
    if (session?.tester_id !== member.id) notFound();
    queryClient.setQueryData(sessionOptions(sessionId).queryKey, session);
  }
  const [projects, active] = await Promise.all([
    listProjects(client),
    sessionId === null ? findActiveSession(client, { tester_id: member.id }).catch(nullIfMissing) : null,
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <NewSessionPage
        sessionId={sessionId}
        activeId={active?.id ?? null}
        assistant={findAssistant()}
        projects={member.projects ?? projects}
        member={member}
      />
    </HydrationBoundary>
  );
}
