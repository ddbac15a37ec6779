import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PlaygroundPage } from "@/components/learning/playground/playground-page";
import { loadPlaygroundAddress, toFields } from "@/lib/learning/prompts/prepare-playground";
import { listTestCases } from "@/lib/learning/prompts/queries";
import { testCasesOptions } from "@/lib/learning/prompts/query-options";
import { listRunModels } from "@/lib/learning/run/queries";
import { chooseProject } from "@/lib/learning/strategies/prepare-address";
import { listStrategies } from "@/lib/learning/strategies/queries";
import { strategiesOptions } from "@/lib/learning/strategies/query-options";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Playground" };

/** /learning/playground: what a prompt becomes, and what the model answers to it. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const client = await createSessionClient();
  const [address, projects] = await Promise.all([loadPlaygroundAddress(searchParams), listProjects(client)]);
  const project = chooseProject(address.project, projects, member.projects);
  const queryClient = new QueryClient();
  const [cases] = await Promise.all([
    // What the API would refuse is left to it: the page then shows its answer.
    listTestCases(client, project).catch(() => []),
    queryClient.prefetchQuery({
      queryKey: strategiesOptions({ project }).queryKey,
      queryFn: () => listStrategies(client, { project }),
    }),
  ]);
  queryClient.setQueryData(testCasesOptions(project).queryKey, { data: cases });
  const loaded = cases.find(({ id }) => id === address.test_case);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PlaygroundPage
        member={member}
        projects={projects}
        models={listRunModels().map(({ name }) => name)}
        loaded={loaded ? toFields(loaded.input) : null}
      />
    </HydrationBoundary>
  );
}
