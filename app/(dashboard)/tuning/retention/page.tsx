import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { RetentionPage } from "@/components/tuning/retention/retention-page";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";
import { getPolicy, listArchive } from "@/lib/tuning/retention/queries";
import { archiveOptions, retentionPolicyOptions } from "@/lib/tuning/retention/query-options";
import { archiveListQuery } from "@/lib/tuning/retention/schemas";

export const metadata: Metadata = { title: "Retention" };

/** /tuning/retention: what becomes of old sessions. */
export default async function Page() {
  const member = await requireMember();
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const isFullAdmin = member.role === "admin" && member.projects === null;
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...archiveOptions(),
      queryFn: () => listArchive(client, archiveListQuery.parse({})),
    }),
    isFullAdmin
      ? queryClient.prefetchQuery({
          queryKey: retentionPolicyOptions().queryKey,
          queryFn: () => getPolicy(client),
        })
      : null,
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RetentionPage member={member} />
    </HydrationBoundary>
  );
}
