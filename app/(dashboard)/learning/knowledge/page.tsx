import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { KnowledgePage } from "@/components/learning/knowledge/knowledge-page";
import { getKnowledge } from "@/lib/learning/knowledge/queries";
import { knowledgeOptions } from "@/lib/learning/knowledge/query-options";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { loadFilters } from "@/lib/query/url-state";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Knowledge" };

/** /learning/knowledge: tasks, phrases and formulas of a project. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const filters = await loadFilters(searchParams);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const known = await listProjects(client);
  const projects = [...new Set([...known, ...(member.projects ?? ["default"])])].sort();
  const project = filters.project?.[0] ?? known[0] ?? projects[0] ?? "default";
  await queryClient.prefetchQuery({
    queryKey: knowledgeOptions(project).queryKey,
    queryFn: () => getKnowledge(client, { project }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <KnowledgePage member={member} projects={projects} project={project} />
    </HydrationBoundary>
  );
}
