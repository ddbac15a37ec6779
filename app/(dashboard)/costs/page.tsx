import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { CostsPage } from "@/components/costs/overview/costs-page";
import { loadCostFilters, loadCostView, prepareCosts, toCostParameters } from "@/lib/costs/prepare-address";
import { listPrices, listUnpriced } from "@/lib/costs/prices/queries";
import { pricesOptions, unpricedOptions } from "@/lib/costs/prices/query-options";
import { pricesQuery, unpricedQuery } from "@/lib/costs/prices/schemas";
import { listCostsByUser, listCostsDaily, summarizeCosts } from "@/lib/costs/spend/queries";
import { costsByUserOptions, costsDailyOptions, costsSummaryOptions } from "@/lib/costs/spend/query-options";
import { costsByUserQuery, costsDailyQuery, costsSummaryQuery } from "@/lib/costs/spend/schemas";
import { siteOrigin } from "@/lib/http/site-origin";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Costs" };

type Values = Parameters<typeof toSearch>[0];
const input = (values: Values) => toParameters(new URLSearchParams(toSearch(values)));

/** /costs: what models cost under the filters of the URL, by whom, at which prices, and what else it could have cost. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const now = Date.now();
  const search = await searchParams;
  const parameters = prepareCosts(toCostParameters(loadCostFilters(search)), loadCostView(search), now);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const daily = (values: Values) =>
    queryClient.prefetchQuery({
      queryKey: costsDailyOptions(values).queryKey,
      queryFn: async () => ({ data: await listCostsDaily(client, costsDailyQuery.parse(input(values))) }),
    });
  // What fails here is fetched again by the page, which then says what is wrong.
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: costsSummaryOptions(parameters.all).queryKey,
      queryFn: async () => summarizeCosts(client, costsSummaryQuery.parse(input(parameters.all))),
    }),
    daily(parameters.grouped),
    daily(parameters.total),
    parameters.previous && daily(parameters.previous),
    queryClient.prefetchInfiniteQuery({
      ...costsByUserOptions(parameters.users),
      queryFn: async () => listCostsByUser(client, costsByUserQuery.parse(input(parameters.users))),
    }),
    queryClient.prefetchQuery({
      queryKey: unpricedOptions(parameters.all).queryKey,
      queryFn: async () => listUnpriced(client, unpricedQuery.parse(input(parameters.all))),
    }),
    queryClient.prefetchQuery({
      queryKey: pricesOptions(parameters.prices).queryKey,
      queryFn: async () => ({ data: await listPrices(client, pricesQuery.parse(input(parameters.prices))) }),
    }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CostsPage member={member} renderedAt={now} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
