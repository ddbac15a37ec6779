import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PeoplePage } from "@/components/interactions/people/people-page";
import { listCostsByUser } from "@/lib/costs/spend/queries";
import { costsByUserQuery } from "@/lib/costs/spend/schemas";
import { loadPeopleLayout, toPeopleParameters } from "@/lib/interactions/people/prepare-list";
import { peopleListOptions } from "@/lib/interactions/people/query-options";
import { loadTrafficFilters, toTrafficParameters } from "@/lib/interactions/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "People" };

/** /interactions/people: end users with what they asked, cost and thought, under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const asked = {
    ...toPeopleParameters(toTrafficParameters(loadTrafficFilters(search))),
    sort: loadPeopleLayout(search).sort,
  };
  const query = costsByUserQuery.safeParse(toParameters(new URLSearchParams(toSearch(asked))));
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await queryClient.prefetchInfiniteQuery({
      ...peopleListOptions(asked),
      queryFn: () => listCostsByUser(client, query.data),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeoplePage member={member} />
    </HydrationBoundary>
  );
}
