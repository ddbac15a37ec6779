import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { FailuresPage } from "@/components/learning/failures/failures-page";
import { siteOrigin } from "@/lib/http/site-origin";
import { loadFailureFilters, prepareFailures } from "@/lib/learning/failures/prepare-address";
import { getFailureHeatmap, listFailurePatterns } from "@/lib/learning/failures/queries";
import {
  failureHeatmapOptions,
  failurePatternsOptions,
  PATTERNS_PAGE_SIZE,
} from "@/lib/learning/failures/query-options";
import { heatmapQuery, patternListQuery } from "@/lib/learning/failures/schemas";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Failures" };

const input = (values: Parameters<typeof toSearch>[0]) => toParameters(new URLSearchParams(toSearch(values)));

/** /learning/failures: errors of one kind by version, and what people know of them. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const params = prepareFailures(loadFailureFilters(await searchParams));
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  // What fails here is fetched again by the page, which then says what is wrong.
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: failureHeatmapOptions(params.heatmap).queryKey,
      queryFn: async () => getFailureHeatmap(client, heatmapQuery.parse(input(params.heatmap))),
    }),
    queryClient.prefetchInfiniteQuery({
      ...failurePatternsOptions(params.list),
      queryFn: async () =>
        listFailurePatterns(
          client,
          patternListQuery.parse(input({ ...params.list, limit: String(PATTERNS_PAGE_SIZE) })),
        ),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FailuresPage member={member} renderedAt={Date.now()} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
