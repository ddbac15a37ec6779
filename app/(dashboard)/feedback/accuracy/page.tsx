import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AccuracyPage } from "@/components/feedback/accuracy-page";
import { accuracyQuery } from "@/lib/feedback/filter";
import { loadVoteFilters, toVoteAnalyticsParameters } from "@/lib/feedback/prepare-address";
import { summarizeAccuracy } from "@/lib/feedback/queries";
import { accuracyOptions } from "@/lib/feedback/query-options";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Accuracy" };

/** /feedback/accuracy: accuracy per model, intent and project under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const { rating: _rating, ...params } = toVoteAnalyticsParameters(await loadVoteFilters(searchParams));
  const queryClient = new QueryClient();
  const query = accuracyQuery.safeParse(toParameters(new URLSearchParams(toSearch(params))));
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await queryClient.prefetchQuery({
      queryKey: accuracyOptions(params).queryKey,
      queryFn: async () => ({ data: await summarizeAccuracy(client, query.data) }),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AccuracyPage />
    </HydrationBoundary>
  );
}
