import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PersonPage } from "@/components/interactions/people/person-page";
import { AppError } from "@/lib/errors";
import { getUserProfile } from "@/lib/interactions/people/queries";
import { userProfileOptions } from "@/lib/interactions/people/query-options";
import { userPath } from "@/lib/interactions/people/schemas";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";

// Titles end up in histories: this one does not say whose page it is.
export const metadata: Metadata = { title: "Person" };

/** The id in an address; null when it is not one. */
function readId(part: string): string | null {
  try {
    // Next.js hands parts of an address to pages as they are written there.
    const parsed = userPath.safeParse({ user_id: decodeURIComponent(part) });
    return parsed.success && !parsed.data.user_id.includes("\0") ? parsed.data.user_id : null;
  } catch {
    return null;
  }
}

/** /interactions/people/{userId}: everything stored about an end user. */
export default async function Page({ params }: { params: Promise<{ userId: string }> }) {
  const member = await requireMember();
  const userId = readId((await params).userId);
  if (userId === null) notFound();
  const queryClient = new QueryClient();
  try {
    // Before anything is sent: the status of an answer that has begun cannot be changed to 404.
    const profile = await getUserProfile(await createSessionClient(), userId);
    queryClient.setQueryData(userProfileOptions(userId).queryKey, profile);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PersonPage
        userId={userId}
        member={{ role: member.role, projects: member.projects }}
        renderedAt={Date.now()}
      />
    </HydrationBoundary>
  );
}
