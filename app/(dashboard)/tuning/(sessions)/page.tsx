import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { SessionsPage } from "@/components/tuning/sessions/sessions-page";
import { listProjects } from "@/lib/members/queries";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { loadFilters } from "@/lib/query/url-state";
import { createSessionClient } from "@/lib/supabase/session";
import { loadSessionFilters, toSessionParameters } from "@/lib/tuning/sessions/prepare-list";
import { listSessions, summarizeTuningSessions } from "@/lib/tuning/sessions/queries";
import {
  SESSIONS_PAGE_SIZE,
  sessionListOptions,
  sessionSummaryOptions,
} from "@/lib/tuning/sessions/query-options";
import { sessionListQuery, sessionSummaryQuery } from "@/lib/tuning/sessions/schemas";

export const metadata: Metadata = { title: "Sessions" };

/** /tuning: the sessions under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const { sort, ...filters } = loadSessionFilters(search);
  const params = toSessionParameters(loadFilters(search), filters);
  const client = await createSessionClient();
  const queryClient = new QueryClient();

  const asked = (values: Parameters<typeof toSearch>[0]) =>
    toParameters(new URLSearchParams(toSearch(values)));
  const summary = sessionSummaryQuery.safeParse(asked(params));
  const list = sessionListQuery.safeParse(asked({ ...params, sort, limit: String(SESSIONS_PAGE_SIZE) }));
  const [projects] = await Promise.all([
    listProjects(client),
    // What the API would refuse is left to it: the page then shows its answer.
    summary.success
      ? queryClient.prefetchQuery({
          ...sessionSummaryOptions(params),
          queryFn: () => summarizeTuningSessions(client, summary.data),
        })
      : null,
    list.success
      ? queryClient.prefetchInfiniteQuery({
          ...sessionListOptions({ ...params, sort }),
          queryFn: () => listSessions(client, list.data),
        })
      : null,
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionsPage projects={member.projects ?? projects} />
    </HydrationBoundary>
  );
}
