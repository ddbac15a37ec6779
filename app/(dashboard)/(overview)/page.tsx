import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { Overview } from "@/components/feedback/overview";
import { accuracyQuery, listQuery, statsQuery, timeseriesQuery } from "@/lib/feedback/filter";
import { prepareOverview } from "@/lib/feedback/prepare-overview";
import {
  listFeedback,
  summarizeAccuracy,
  summarizeFeedback,
  summarizeFeedbackOverTime,
} from "@/lib/feedback/queries";
import {
  accuracyOptions,
  feedbackPageOptions,
  projectsOptions,
  statsOptions,
  timeseriesOptions,
} from "@/lib/feedback/query-options";
import { siteOrigin } from "@/lib/http/site-origin";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { loadFilters, toAnalyticsParameters } from "@/lib/query/url-state";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requireMember();
  const now = Date.now();
  const parameters = prepareOverview(toAnalyticsParameters(await loadFilters(searchParams)), now);
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  const input = (values: Parameters<typeof toSearch>[0]) =>
    toParameters(new URLSearchParams(toSearch(values)));
  const accuracy = (values: Parameters<typeof toSearch>[0]) =>
    queryClient.prefetchQuery({
      queryKey: accuracyOptions(values).queryKey,
      queryFn: async () => ({ data: await summarizeAccuracy(client, accuracyQuery.parse(input(values))) }),
    });
  const timeseries = (values: Parameters<typeof toSearch>[0]) =>
    queryClient.prefetchQuery({
      queryKey: timeseriesOptions(values).queryKey,
      queryFn: () => summarizeFeedbackOverTime(client, timeseriesQuery.parse(input(values))),
    });
  // What fails here is fetched again by the page, which then says what is wrong.
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: statsOptions(parameters.stats).queryKey,
      queryFn: () => summarizeFeedback(client, statsQuery.parse(input(parameters.stats))),
    }),
    queryClient.prefetchQuery({
      queryKey: feedbackPageOptions(parameters.newest).queryKey,
      queryFn: () => listFeedback(client, listQuery.parse(input(parameters.newest))),
    }),
    queryClient.prefetchQuery({
      queryKey: projectsOptions().queryKey,
      queryFn: async () => ({ data: await listProjects(client) }),
    }),
    timeseries(parameters.timeseries),
    parameters.previous && timeseries(parameters.previous),
    timeseries(parameters.projects),
    accuracy(parameters.models),
    accuracy(parameters.intents),
    accuracy(parameters.cells),
    accuracy(parameters.modelOptions),
    accuracy(parameters.intentOptions),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Overview renderedAt={now} origin={siteOrigin(await headers())} />
    </HydrationBoundary>
  );
}
