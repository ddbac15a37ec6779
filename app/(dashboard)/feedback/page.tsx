import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { FeedbackPage } from "@/components/feedback/feedback-page";
import { listQuery } from "@/lib/feedback/filter";
import { loadVoteFilters, sortParser, toVoteParameters } from "@/lib/feedback/prepare-address";
import { countFeedback, listFeedback } from "@/lib/feedback/queries";
import {
  FIRST_PAGE_SIZE,
  feedbackCountOptions,
  feedbackListOptions,
  toListPage,
} from "@/lib/feedback/query-options";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Feedback" };

const loadSort = createLoader({ sort: sortParser });

/** /feedback: the votes under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const params = toVoteParameters(loadVoteFilters(search));
  const { sort } = loadSort(search);
  const queryClient = new QueryClient();

  const asked = new URLSearchParams(toSearch({ ...params, sort, limit: String(FIRST_PAGE_SIZE) }));
  const query = listQuery.safeParse(toParameters(asked));
  // What the API would refuse is left to it: the page then shows its answer.
  if (query.success) {
    const client = await createSessionClient();
    await Promise.all([
      queryClient.prefetchInfiniteQuery({
        ...feedbackListOptions({ ...params, sort }),
        queryFn: async () => toListPage(await listFeedback(client, query.data)),
      }),
      queryClient.prefetchQuery({
        ...feedbackCountOptions(params),
        queryFn: async () => ({ total: await countFeedback(client, query.data.filter) }),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FeedbackPage member={member} />
    </HydrationBoundary>
  );
}
