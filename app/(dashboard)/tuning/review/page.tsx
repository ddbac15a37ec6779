import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { z } from "zod";
import { requireMember } from "@/lib/members/session";
import { createSessionClient } from "@/lib/supabase/session";
import {
  conversationOptions,
  firstPageParam,
  readConversationPage,
} from "@/lib/tuning/conversation/query-options";
import { getQueue, listQueues } from "@/lib/tuning/queues/queries";
import { queueOptions, queuesOptions } from "@/lib/tuning/queues/query-options";
import { getReviewScreen } from "@/lib/tuning/reviews/queries";
import { reviewKeys, reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewScreen as Screen } from "@/lib/tuning/reviews/schemas";
import { listSessionTurns } from "@/lib/tuning/sessions/queries";
import { ReviewScreen } from "../../review-screen";

export const metadata: Metadata = { title: "Review" };

const loadPlace = createLoader({ queue: parseAsString, turn: parseAsString });
const isId = (value: string | null): value is string => z.uuid().safeParse(value).success;

/** /tuning/review: the open queues, or the turn the URL names with the conversation around it. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const { queue, turn } = loadPlace(await searchParams);
  const client = await createSessionClient();
  const queryClient = new QueryClient();

  const readQueue = async () => {
    // What the API would refuse is left to it: the page then shows its answer.
    if (isId(queue)) {
      await queryClient.prefetchQuery({ ...queueOptions(queue), queryFn: () => getQueue(client, queue) });
    }
  };
  const readTurn = async () => {
    if (turn === null) {
      await queryClient.prefetchQuery({
        ...queuesOptions({ is_open: "true" }),
        queryFn: async () => ({ data: await listQueues(client, { is_open: true }) }),
      });
      return;
    }
    if (!isId(turn)) return;
    await queryClient.prefetchQuery({
      ...reviewScreenOptions(turn),
      queryFn: () => getReviewScreen(client, turn),
    });
    const shown = queryClient.getQueryData<Screen>(reviewKeys.screen(turn))?.turn;
    if (!shown) return;
    await queryClient.prefetchInfiniteQuery({
      ...conversationOptions(shown.session_id, shown.turn_number),
      queryFn: () =>
        readConversationPage(
          (after, limit) => listSessionTurns(client, shown.session_id, { after, limit }),
          firstPageParam(shown.turn_number),
        ),
    });
  };
  await Promise.all([readQueue(), readTurn()]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ReviewScreen member={member} />
    </HydrationBoundary>
  );
}
