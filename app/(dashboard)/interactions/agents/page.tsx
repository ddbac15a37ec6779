import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AgentsPage } from "@/components/interactions/agents/agents-page";
import { loadAgentsLayout } from "@/lib/interactions/agents/prepare-address";
import { summarizeAgents } from "@/lib/interactions/agents/queries";
import { agentsOptions } from "@/lib/interactions/agents/query-options";
import { agentsQuery } from "@/lib/interactions/agents/schemas";
import { loadTrafficFilters, toTrafficParameters } from "@/lib/interactions/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Agents" };

/** /interactions/agents: agents side by side and day by day under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const now = Date.now();
  const search = await searchParams;
  const params = toTrafficParameters(loadTrafficFilters(search));
  const { group_by } = loadAgentsLayout(search);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const agents = async (groups: string) => {
    const asked = { ...params, group_by: groups };
    const query = agentsQuery.safeParse(toParameters(new URLSearchParams(toSearch(asked))));
    // What the API would refuse is left to it: the page then shows its answer.
    if (!query.success) return;
    await queryClient.prefetchQuery({
      queryKey: agentsOptions(asked).queryKey,
      queryFn: async () => ({ data: await summarizeAgents(client, query.data) }),
    });
  };
  await Promise.all([agents(group_by), agents(`${group_by},day`)]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AgentsPage renderedAt={now} />
    </HydrationBoundary>
  );
}
