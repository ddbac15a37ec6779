import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader, parseAsString, type SearchParams } from "nuqs/server";
import { Suspense } from "react";
import { ReviewSkeleton } from "@/components/tuning/review/review-skeleton";
import { AppError } from "@/lib/errors";
import type { Member } from "@/lib/members/schemas";
import { requireMember } from "@/lib/members/session";
import { rowId } from "@/lib/query/fields";
import { createSessionClient } from "@/lib/supabase/session";
import {
  conversationOptions,
  firstPageParam,
  readConversationPage,
} from "@/lib/tuning/conversation/query-options";
import { getQueue, listQueues } from "@/lib/tuning/queues/queries";
import { queueOptions, queuesOptions } from "@/lib/tuning/queues/query-options";
import type { Queue } from "@/lib/tuning/queues/schemas";
import { getReviewScreen } from "@/lib/tuning/reviews/queries";
import { reviewKeys, reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewScreen as Screen } from "@/lib/tuning/reviews/schemas";
import { listSessionTurns } from "@/lib/tuning/sessions/queries";
import { ReviewScreen } from "../../review-screen";

export const metadata: Metadata = { title: "Review" };

const loadPlace = createLoader({ queue: parseAsString, turn: parseAsString });
const isId = (value: string | null): value is string => rowId.safeParse(value).success;

/** /tuning/review: the open queues, or the turn the URL names with the conversation around it. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const { queue, turn } = loadPlace(await searchParams);
  // Before anything is sent: the status of an answer that has begun cannot be changed to 404.
  const found = queue === null ? null : await findQueue(queue);
  return (
    <Suspense fallback={<ReviewSkeleton />}>
      <Prepared member={member} queue={found} turn={turn} />
    </Suspense>
  );
}

/** The queue; null when it cannot be read now, which the page then says itself. Ends the page when there is none. */
async function findQueue(id: string): Promise<Queue | null> {
  if (!isId(id)) notFound();
  try {
    return await getQueue(await createSessionClient(), id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    return null;
  }
}

/** The page with what it shows first. What fails here is fetched again by the page, which then says what is wrong. */
async function Prepared({
  member,
  queue,
  turn,
}: {
  member: Member;
  queue: Queue | null;
  turn: string | null;
}) {
  const client = await createSessionClient();
  const queryClient = new QueryClient();
  if (queue) queryClient.setQueryData(queueOptions(queue.id).queryKey, queue);
  if (turn === null) {
    await queryClient.prefetchQuery({
      ...queuesOptions({ is_open: "true" }),
      queryFn: async () => ({ data: await listQueues(client, { is_open: true }) }),
    });
  } else if (isId(turn)) {
    await queryClient.prefetchQuery({
      ...reviewScreenOptions(turn),
      queryFn: () => getReviewScreen(client, turn),
    });
    const shown = queryClient.getQueryData<Screen>(reviewKeys.screen(turn))?.turn;
    if (shown) {
      await queryClient.prefetchInfiniteQuery({
        ...conversationOptions(shown.session_id, shown.turn_number),
        queryFn: () =>
          readConversationPage(
            (after, limit) => listSessionTurns(client, shown.session_id, { after, limit }),
            firstPageParam(shown.turn_number),
          ),
      });
    }
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ReviewScreen member={member} />
    </HydrationBoundary>
  );
}
