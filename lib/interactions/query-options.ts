import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Interaction, InteractionPage } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type InteractionParameters = Record<string, string | readonly string[] | undefined>;

export const interactionKeys = {
  all: ["interactions"] as const,
  lists: ["interactions", "list"] as const,
  list: (params: InteractionParameters) => ["interactions", "list", toSearch(params)] as const,
  count: (params: InteractionParameters) => ["interactions", "count", toSearch(params)] as const,
  detail: (id: string) => ["interactions", "detail", id] as const,
};

/** Interactions a page of an endless list. */
export const INTERACTIONS_PAGE_SIZE = 100;

/**
 * GET /v1/interactions as an endless list. It is never fetched again by itself: new interactions must not shift the rows
 * under the reader.
 */
export const interactionListOptions = (params: InteractionParameters) =>
  infiniteQueryOptions({
    queryKey: interactionKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<InteractionPage>(
        toUrl("/v1/interactions", {
          ...params,
          limit: String(INTERACTIONS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** GET /v1/interactions/count */
export const interactionCountOptions = (params: InteractionParameters) =>
  queryOptions({
    queryKey: interactionKeys.count(params),
    queryFn: ({ signal }) =>
      fetchJson<{ total: number }>(toUrl("/v1/interactions/count", params), { signal }),
  });

/** GET /v1/interactions/{id} */
export const interactionOptions = (id: string) =>
  queryOptions({
    queryKey: interactionKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Interaction>(`/v1/interactions/${encodeURIComponent(id)}`, { signal }),
  });
