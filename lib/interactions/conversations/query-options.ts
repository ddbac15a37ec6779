import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { ConversationDetail, conversationPage } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ConversationParameters = Record<string, string | readonly string[] | undefined>;

export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (params: ConversationParameters) => ["conversations", "list", toSearch(params)] as const,
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

/** GET /v1/conversations/{id}: with its first 200 interactions */
export const conversationOptions = (id: string) =>
  queryOptions({
    queryKey: conversationKeys.detail(id),
    queryFn: ({ signal }) =>
      fetchJson<ConversationDetail>(`/v1/conversations/${encodeURIComponent(id)}`, { signal }),
  });
