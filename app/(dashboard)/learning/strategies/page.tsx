import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { StrategiesPage } from "@/components/learning/strategies/strategies-page";
import { chooseProject, loadStrategyAddress } from "@/lib/learning/strategies/prepare-address";
import { listStrategies } from "@/lib/learning/strategies/queries";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Strategies" };

/** /learning/strategies: how the prompts of a project are put together. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const client = await createSessionClient();
  const [address, projects] = await Promise.all([loadStrategyAddress(searchParams), listProjects(client)]);
  const project = chooseProject(address.project, projects, member.projects);
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({
    queryKey: strategiesOptions({ project }).queryKey,
    queryFn: () => listStrategies(client, { project }),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <StrategiesPage member={member} projects={projects} />
    </HydrationBoundary>
  );
}
