import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type {
  Execution,
  ExecutionPage,
  ExecutionStats,
  outcomeBreakdown,
  outcomeSeries,
  versionList,
} from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ExecutionParameters = Record<string, string | readonly string[] | undefined>;

export const executionKeys = {
  all: ["executions"] as const,
  lists: ["executions", "list"] as const,
  list: (params: ExecutionParameters) => ["executions", "list", toSearch(params)] as const,
  count: (params: ExecutionParameters) => ["executions", "count", toSearch(params)] as const,
  detail: (id: string) => ["executions", "detail", id] as const,
  byId: (ids: readonly string[]) => ["executions", "by id", ...ids] as const,
  stats: (params: ExecutionParameters) => ["executions", "stats", toSearch(params)] as const,
  timeseries: (params: ExecutionParameters) => ["executions", "timeseries", toSearch(params)] as const,
  breakdown: (params: ExecutionParameters) => ["executions", "breakdown", toSearch(params)] as const,
  versions: (params: ExecutionParameters) => ["executions", "versions", toSearch(params)] as const,
};

/** Executions a page of an endless list. */
export const EXECUTIONS_PAGE_SIZE = 100;

/**
 * GET /v1/executions as an endless list. It is never fetched again by itself: new executions must not shift the rows under
 * the reader.
 */
export const executionListOptions = (params: ExecutionParameters) =>
  infiniteQueryOptions({
    queryKey: executionKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ExecutionPage>(
        toUrl("/v1/executions", {
          ...params,
          limit: String(EXECUTIONS_PAGE_SIZE),
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

/** GET /v1/executions?id=: up to 100 executions by their ids; those that are gone are absent. */
export const executionsByIdOptions = (ids: readonly string[]) =>
  queryOptions({
    queryKey: executionKeys.byId(ids),
    queryFn: ({ signal }) =>
      fetchJson<ExecutionPage>(toUrl("/v1/executions", { id: ids, limit: String(Math.max(1, ids.length)) }), {
        signal,
      }),
  });

/** GET /v1/executions/count */
export const executionCountOptions = (params: ExecutionParameters) =>
  queryOptions({
    queryKey: executionKeys.count(params),
    queryFn: ({ signal }) => fetchJson<{ count: number }>(toUrl("/v1/executions/count", params), { signal }),
  });

/** GET /v1/executions/{id} */
export const executionOptions = (id: string) =>
  queryOptions({
    queryKey: executionKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Execution>(`/v1/executions/${encodeURIComponent(id)}`, { signal }),
  });

/** GET /v1/executions/stats */
export const executionStatsOptions = (params: ExecutionParameters) =>
  queryOptions({
    queryKey: executionKeys.stats(params),
    queryFn: ({ signal }) => fetchJson<ExecutionStats>(toUrl("/v1/executions/stats", params), { signal }),
  });

/** GET /v1/executions/timeseries; `params` may hold granularity and group_by. */
export const outcomeSeriesOptions = (params: ExecutionParameters) =>
  queryOptions({
    queryKey: executionKeys.timeseries(params),
    queryFn: ({ signal }) =>
      fetchJson<z.infer<typeof outcomeSeries>>(toUrl("/v1/executions/timeseries", params), { signal }),
  });

/** GET /v1/executions/breakdown; `params` may hold group_by. */
export const outcomeBreakdownOptions = (params: ExecutionParameters) =>
  queryOptions({
    queryKey: executionKeys.breakdown(params),
    queryFn: ({ signal }) =>
      fetchJson<z.infer<typeof outcomeBreakdown>>(toUrl("/v1/executions/breakdown", params), { signal }),
  });

/** GET /v1/executions/versions */
export const executionVersionsOptions = (params: ExecutionParameters) =>
  queryOptions({
    queryKey: executionKeys.versions(params),
    queryFn: ({ signal }) =>
      fetchJson<z.infer<typeof versionList>>(toUrl("/v1/executions/versions", params), { signal }),
  });
