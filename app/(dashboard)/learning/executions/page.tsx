import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ExecutionsPage } from "@/components/learning/executions/executions-page";
import { countExecutions, listExecutions } from "@/lib/learning/executions/queries";
import {
  EXECUTIONS_PAGE_SIZE,
  executionCountOptions,
  executionListOptions,
} from "@/lib/learning/executions/query-options";
import { executionListQuery } from "@/lib/learning/executions/schemas";
import { loadExecutionFilters, loadOrder, toExecutionParameters } from "@/lib/learning/prepare-filters";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Executions" };

/** /learning/executions: the executions behind the figures, under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const params = toExecutionParameters(loadExecutionFilters(search));
  const sort = loadOrder(search).order === "newest" ? "-created_at" : "created_at";
  const queryClient = new QueryClient();
  // What the API would refuse is left to it: the page then shows its answer.
  const query = executionListQuery.safeParse(
    toParameters(new URLSearchParams(toSearch({ ...params, sort, limit: String(EXECUTIONS_PAGE_SIZE) }))),
  );
  if (query.success) {
    const client = await createSessionClient();
    await Promise.all([
      queryClient.prefetchInfiniteQuery({
        ...executionListOptions({ ...params, sort }),
        queryFn: () => listExecutions(client, query.data),
      }),
      queryClient.prefetchQuery({
        ...executionCountOptions(params),
        queryFn: async () => ({ count: await countExecutions(client, query.data.filter) }),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ExecutionsPage member={member} />
    </HydrationBoundary>
  );
}
