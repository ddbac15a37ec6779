import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { HandoffsPage } from "@/components/interactions/handoffs/handoffs-page";
import { loadHandoffsLayout } from "@/lib/interactions/handoffs/prepare-address";
import { listDomainFlow, listHandoffs, listRecommendations } from "@/lib/interactions/handoffs/queries";
import {
  flowOptions,
  handoffsOptions,
  recommendationsOptions,
} from "@/lib/interactions/handoffs/query-options";
import { handoffsQuery, recommendationsQuery } from "@/lib/interactions/handoffs/schemas";
import { loadTrafficFilters, toTrafficParameters } from "@/lib/interactions/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Hand-offs" };

/** /interactions/handoffs: from agent to agent and domain to domain under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const search = await searchParams;
  const params = toTrafficParameters(loadTrafficFilters(search));
  const { group_by, by } = loadHandoffsLayout(search);
  const split = { ...params, ...(group_by ? { group_by } : {}) };
  const subjects = { ...split, by };
  const ask = (asked: typeof params) => toParameters(new URLSearchParams(toSearch(asked)));
  const query = handoffsQuery.safeParse(ask(split));
  const recommended = recommendationsQuery.safeParse(ask(subjects));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success && recommended.success) {
    const client = await createSessionClient();
    await Promise.all([
      queryClient.prefetchQuery({
        queryKey: handoffsOptions(split).queryKey,
        queryFn: async () => ({ data: await listHandoffs(client, query.data) }),
      }),
      queryClient.prefetchQuery({
        queryKey: flowOptions(split).queryKey,
        queryFn: async () => ({ data: await listDomainFlow(client, query.data) }),
      }),
      queryClient.prefetchQuery({
        queryKey: recommendationsOptions(subjects).queryKey,
        queryFn: async () => ({ data: await listRecommendations(client, recommended.data) }),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <HandoffsPage />
    </HydrationBoundary>
  );
}
