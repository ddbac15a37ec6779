import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { Interaction, InteractionPage } from "../schemas";
import type { Conversation, ConversationDetail, conversationPage } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ConversationParameters = Record<string, string | readonly string[] | undefined>;

export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (params: ConversationParameters) => ["conversations", "list", toSearch(params)] as const,
  count: (params: ConversationParameters) => ["conversations", "count", toSearch(params)] as const,
  detail: (id: string) => ["conversations", "detail", id] as const,
};

/** Conversations a page of an endless list. */
export const CONVERSATIONS_PAGE_SIZE = 100;

/** GET /v1/conversations as an endless list, which is never fetched again by itself. */
export const conversationListOptions = (params: ConversationParameters) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<z.infer<typeof conversationPage>>(
        `/v1/conversations?${toSearch({
          ...params,
          limit: String(CONVERSATIONS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        })}`,
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** GET /v1/conversations/count */
export const conversationCountOptions = (params: ConversationParameters) =>
  queryOptions({
    queryKey: conversationKeys.count(params),
    queryFn: ({ signal }) =>
      fetchJson<{ total: number }>(`/v1/conversations/count?${toSearch(params)}`, { signal }),
  });

/** A part of a conversation as it is read: its first page brings the conversation itself. */
export type ThreadPage = {
  conversation: Conversation | null;
  data: Interaction[];
  next_cursor: string | null;
};

/** Interactions of a conversation beyond those that come with it, a page. */
const THREAD_PAGE_SIZE = 200;

/** GET /v1/conversations/{id} and, page by page, its interactions beyond the first 200, in order. */
export const threadOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.detail(id),
    queryFn: async ({ pageParam, signal }): Promise<ThreadPage> => {
      if (pageParam === null) {
        const path = `/v1/conversations/${encodeURIComponent(id)}`;
        const { interactions, next_cursor, ...conversation } = await fetchJson<ConversationDetail>(path, {
          signal,
        });
        return { conversation, data: interactions, next_cursor };
      }
      const search = toSearch({
        conversation_id: id,
        sort: "timestamp",
        limit: String(THREAD_PAGE_SIZE),
        cursor: pageParam,
      });
      const page = await fetchJson<InteractionPage>(`/v1/interactions?${search}`, { signal });
      return { conversation: null, ...page };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
