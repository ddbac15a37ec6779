import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AgreementPage } from "@/components/tuning/agreement/agreement-page";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";
import {
  loadAgreementFilters,
  toAgreementParameters,
  toDisagreementParameters,
} from "@/lib/tuning/reviews/prepare-agreement-filters";
import { listDisagreements, summarizeAgreement } from "@/lib/tuning/reviews/queries";
import { agreementOptions, disagreementsOptions } from "@/lib/tuning/reviews/query-options";
import { agreementQuery, disagreementsQuery } from "@/lib/tuning/reviews/schemas";

export const metadata: Metadata = { title: "Agreement" };

const read = (params: Record<string, string>) => toParameters(new URLSearchParams(toSearch(params)));

/** /tuning/agreement: how far two reviewers of the same turns agree. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const filters = await loadAgreementFilters(searchParams);
  const scope = toAgreementParameters(filters);
  const listed = toDisagreementParameters(filters);
  const summaryQuery = agreementQuery.safeParse(read(scope));
  const listQuery = disagreementsQuery.safeParse(read(listed));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (summaryQuery.success && listQuery.success) {
    const client = await createSessionClient();
    await Promise.all([
      queryClient.prefetchQuery({
        queryKey: agreementOptions(scope).queryKey,
        queryFn: () => summarizeAgreement(client, summaryQuery.data),
      }),
      queryClient.prefetchInfiniteQuery({
        ...disagreementsOptions(listed),
        queryFn: () => listDisagreements(client, listQuery.data),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AgreementPage member={member} />
    </HydrationBoundary>
  );
}
