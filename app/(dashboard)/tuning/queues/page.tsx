import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { QueuesPage } from "@/components/tuning/queues/queues-page";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";
import { listQueues } from "@/lib/tuning/queues/queries";
import { queuesOptions } from "@/lib/tuning/queues/query-options";
import { listSessions } from "@/lib/tuning/sessions/queries";
import { sessionListQuery } from "@/lib/tuning/sessions/schemas";

export const metadata: Metadata = { title: "Queues" };

/** /tuning/queues: which turns are to be reviewed, and how far that is. */
export default async function Page() {
  const member = await requireMember();
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const [projects, newest] = await Promise.all([
    listProjects(client),
    listSessions(client, sessionListQuery.parse({ limit: ["1"] })),
    queryClient.prefetchQuery({
      queryKey: queuesOptions().queryKey,
      queryFn: async () => ({ data: await listQueues(client, {}) }),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <QueuesPage member={member} projects={projects} usedProject={newest.data[0]?.project ?? null} />
    </HydrationBoundary>
  );
}
