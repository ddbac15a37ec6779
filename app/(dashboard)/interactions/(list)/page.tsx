import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { InteractionsPage } from "@/components/interactions/list/interactions-page";
import { countConversations, listConversations } from "@/lib/interactions/conversations/queries";
import {
  CONVERSATIONS_PAGE_SIZE,
  conversationCountOptions,
  conversationListOptions,
} from "@/lib/interactions/conversations/query-options";
import { conversationListQuery } from "@/lib/interactions/conversations/schemas";
import {
  loadConversationFilters,
  loadInteractionFilters,
  loadInteractionView,
  toConversationParameters,
  toInteractionParameters,
} from "@/lib/interactions/prepare-filters";
import { countInteractions, listInteractions } from "@/lib/interactions/queries";
import {
  INTERACTIONS_PAGE_SIZE,
  interactionCountOptions,
  interactionListOptions,
} from "@/lib/interactions/query-options";
import { interactionListQuery } from "@/lib/interactions/schemas";
import { requireMember } from "@/lib/members/session";
import { toParameters, toSearch } from "@/lib/query/parameters";
import { createSessionClient } from "@/lib/supabase/session";

export const metadata: Metadata = { title: "Interactions" };

/** /interactions: what models were asked and answered, one by one or by conversation, under the filters of the URL. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const member = await requireMember();
  const search = await searchParams;
  const { view, order } = loadInteractionView(search);
  const queryClient = new QueryClient();
  if (view === "conversations")
    await prefetchConversations(
      queryClient,
      toConversationParameters(loadConversationFilters(search)),
      order === "newest" ? "-last_activity" : "last_activity",
    );
  else
    await prefetchInteractions(
      queryClient,
      toInteractionParameters(loadInteractionFilters(search)),
      order === "newest" ? "-timestamp" : "timestamp",
    );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <InteractionsPage member={member} />
    </HydrationBoundary>
  );
}

type Params = Record<string, string | string[]>;
const ask = (params: Params, limit: number) =>
  toParameters(new URLSearchParams(toSearch({ ...params, limit: String(limit) })));

// What the API would refuse is left to it: the page then shows its answer.

async function prefetchInteractions(queryClient: QueryClient, params: Params, sort: string): Promise<void> {
  const query = interactionListQuery.safeParse(ask({ ...params, sort }, INTERACTIONS_PAGE_SIZE));
  if (!query.success) return;
  const client = await createSessionClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...interactionListOptions({ ...params, sort }),
      queryFn: () => listInteractions(client, query.data),
    }),
    queryClient.prefetchQuery({
      ...interactionCountOptions(params),
      queryFn: async () => ({ total: await countInteractions(client, query.data.filter) }),
    }),
  ]);
}

async function prefetchConversations(queryClient: QueryClient, params: Params, sort: string): Promise<void> {
  const query = conversationListQuery.safeParse(ask({ ...params, sort }, CONVERSATIONS_PAGE_SIZE));
  if (!query.success) return;
  const client = await createSessionClient();
  await Promise.all([
    queryClient.prefetchInfiniteQuery({
      ...conversationListOptions({ ...params, sort }),
      queryFn: () => listConversations(client, query.data),
    }),
    queryClient.prefetchQuery({
      ...conversationCountOptions(params),
      queryFn: async () => ({ total: await countConversations(client, query.data.filter) }),
    }),
  ]);
}
