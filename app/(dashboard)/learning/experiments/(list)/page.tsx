import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ExperimentsPage } from "@/components/learning/experiments/experiments-page";
import { loadExperimentAddress, toExperimentParameters } from "@/lib/learning/experiments/prepare-address";
import { listExperiments } from "@/lib/learning/experiments/queries";
import { experimentsOptions } from "@/lib/learning/experiments/query-options";
import { experimentListQuery } from "@/lib/learning/experiments/schemas";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Experiments" };

/** /learning/experiments: which strategy or prompt does better, tried on real requests. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const parameters = toExperimentParameters(loadExperimentAddress(await searchParams));
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  // What fails here is fetched again by the page, which then says what is wrong.
  const [projects] = await Promise.all([
    listProjects(client),
    queryClient.prefetchQuery({
      queryKey: experimentsOptions(parameters).queryKey,
      queryFn: async () => ({
        data: await listExperiments(
          client,
          experimentListQuery.parse(toParameters(new URLSearchParams(toSearch(parameters)))),
        ),
      }),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExperimentsPage member={member} projects={projects} />
    </HydrationBoundary>
  );
}
