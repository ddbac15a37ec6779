import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ImprovementsPage } from "@/components/tuning/improvements/improvements-page";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";
import {
  loadImprovementFilters,
  loadImprovementSort,
  toImprovementParameters,
} from "@/lib/tuning/improvements/prepare-filters";
import { listImprovements, summarizeImprovements } from "@/lib/tuning/improvements/queries";
import {
  FIRST_PAGE_SIZE,
  improvementListOptions,
  improvementSummaryOptions,
} from "@/lib/tuning/improvements/query-options";
import { improvementListQuery } from "@/lib/tuning/improvements/schemas";

export const metadata: Metadata = { title: "Improvements" };

/** /tuning/improvements: the notes under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const params = toImprovementParameters(loadImprovementFilters(search));
  const { sort } = loadImprovementSort(search);
  const asked = new URLSearchParams(toSearch({ ...params, sort, limit: String(FIRST_PAGE_SIZE) }));
  const query = improvementListQuery.safeParse(toParameters(asked));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await Promise.all([
      queryClient.prefetchInfiniteQuery({
        ...improvementListOptions({ ...params, sort }),
        queryFn: () => listImprovements(client, query.data),
      }),
      queryClient.prefetchQuery({
        queryKey: improvementSummaryOptions(params).queryKey,
        queryFn: () => summarizeImprovements(client, { filter: query.data.filter }),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ImprovementsPage member={member} />
    </HydrationBoundary>
  );
}
