import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PrivacyPage } from "@/components/members/privacy/privacy-page";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { getProjectSettings } from "@/lib/privacy/queries";
import { projectSettingsOptions } from "@/lib/privacy/query-options";
import { loadFilters } from "@/lib/query/url-state";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Privacy" };

/** /settings/privacy: how a project treats personal data. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const filters = await loadFilters(searchParams);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const known = await listProjects(client);
  // Those that a member is limited to can be set up before anything is written to them.
  const projects = [...new Set([...known, ...(member.projects ?? ["default"])])].sort();
  const project = filters.project?.[0] ?? known[0] ?? projects[0];
  if (member.role === "admin" && project)
    await queryClient.prefetchQuery({
      queryKey: projectSettingsOptions(project).queryKey,
      queryFn: () => getProjectSettings(client, project),
    });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PrivacyPage member={member} projects={projects} project={project ?? "default"} />
    </HydrationBoundary>
  );
}
