import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ContextPage } from "@/components/interactions/context/context-page";
import { summarizeContext } from "@/lib/interactions/context/queries";
import { contextOptions } from "@/lib/interactions/context/query-options";
import { trafficQuery } from "@/lib/interactions/filter";
import { loadTrafficFilters, toTrafficParameters } from "@/lib/interactions/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Context" };

/** /interactions/context: satisfaction and response time by context size under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const params = toTrafficParameters(loadTrafficFilters(await searchParams));
  const query = trafficQuery.safeParse(toParameters(new URLSearchParams(toSearch(params))));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await queryClient.prefetchQuery({
      queryKey: contextOptions(params).queryKey,
      queryFn: () => summarizeContext(client, query.data.filter),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ContextPage />
    </HydrationBoundary>
  );
}
