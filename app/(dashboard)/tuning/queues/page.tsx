import type { Metadata } from "next";
import { QueuesPage } from "@/components/tuning/queues/queues-page";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Queues" };

/** /tuning/queues: which turns are to be reviewed, and how far that is. */
export default async function Page() {
  const member = await requireMember();
  const projects = await listProjects(await createSessionClient());
  return <QueuesPage member={member} projects={projects} />;
}
