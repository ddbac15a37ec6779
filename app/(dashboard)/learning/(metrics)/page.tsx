import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { MetricsPage } from "@/components/learning/metrics/metrics-page";
import { loadMetricView, prepareMetricsPage } from "@/lib/learning/executions/prepare-address";
import {
  breakDownExecutions,
  listVersions,
  summarizeExecutions,
  summarizeExecutionsOverTime,
} from "@/lib/learning/executions/queries";
import {
  executionStatsOptions,
  executionVersionsOptions,
  outcomeBreakdownOptions,
  outcomeSeriesOptions,
} from "@/lib/learning/executions/query-options";
import { outcomeBreakdownQuery, outcomeSeriesQuery } from "@/lib/learning/executions/schemas";
import { outcomeQuery } from "@/lib/learning/filter";
import { loadOutcomeFilters, toOutcomeParameters } from "@/lib/learning/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Metrics" };

type Values = Parameters<typeof toSearch>[0];
const input = (values: Values) => toParameters(new URLSearchParams(toSearch(values)));

/** /learning: how well plans work under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const now = Date.now();
  const search = await searchParams;
  const parameters = prepareMetricsPage(
    toOutcomeParameters(loadOutcomeFilters(search)),
    loadMetricView(search),
    now,
  );
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const series = (values: Values) =>
    queryClient.prefetchQuery({
      queryKey: outcomeSeriesOptions(values).queryKey,
      queryFn: async () => summarizeExecutionsOverTime(client, outcomeSeriesQuery.parse(input(values))),
    });
  // What fails here is fetched again by the page, which then says what is wrong.
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: executionStatsOptions(parameters.all).queryKey,
      queryFn: async () => summarizeExecutions(client, outcomeQuery.parse(input(parameters.all)).filter),
    }),
    queryClient.prefetchQuery({
      queryKey: executionVersionsOptions(parameters.all).queryKey,
      queryFn: async () => ({
        data: await listVersions(client, outcomeQuery.parse(input(parameters.all)).filter),
      }),
    }),
    queryClient.prefetchQuery({
      queryKey: outcomeBreakdownOptions(parameters.breakdown).queryKey,
      queryFn: async () => ({
        data: await breakDownExecutions(client, outcomeBreakdownQuery.parse(input(parameters.breakdown))),
      }),
    }),
    series(parameters.series),
    series(parameters.grouped),
    parameters.previous && series(parameters.previous),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MetricsPage renderedAt={now} />
    </HydrationBoundary>
  );
}
