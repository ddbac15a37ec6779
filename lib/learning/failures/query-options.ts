import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Heatmap, PatternPage, PatternState } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type FailureParameters = Record<string, string | readonly string[] | undefined>;

export const failureKeys = {
  all: ["failures"] as const,
  lists: ["failures", "list"] as const,
  list: (params: FailureParameters) => ["failures", "list", toSearch(params)] as const,
  count: (params: FailureParameters) => ["failures", "count", toSearch(params)] as const,
  one: (id: string) => ["failures", "one", id] as const,
  heatmap: (params: FailureParameters) => ["failures", "heatmap", toSearch(params)] as const,
};

/** Patterns a page of the list. */
export const PATTERNS_PAGE_SIZE = 50;

export const failurePatternsPath = "/v1/executions/failure-patterns";

/** Address of a pattern. */
export const failurePatternPath = (id: string) => `${failurePatternsPath}/${encodeURIComponent(id)}`;

/** GET /v1/executions/failure-patterns as an endless list. */
export const failurePatternsOptions = (params: FailureParameters) =>
  infiniteQueryOptions({
    queryKey: failureKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<PatternPage>(
        toUrl(failurePatternsPath, {
          ...params,
          limit: String(PATTERNS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/executions/failure-patterns/count */
export const failurePatternCountOptions = (params: FailureParameters) =>
  queryOptions({
    queryKey: failureKeys.count(params),
    queryFn: ({ signal }) =>
      fetchJson<{ total: number }>(toUrl(`${failurePatternsPath}/count`, params), { signal }),
  });

/** GET /v1/executions/failure-patterns/{pattern_id} */
export const failurePatternOptions = (id: string) =>
  queryOptions({
    queryKey: failureKeys.one(id),
    queryFn: ({ signal }) => fetchJson<PatternState>(failurePatternPath(id), { signal }),
  });

/** GET /v1/executions/failure-patterns/heatmap */
export const failureHeatmapOptions = (params: FailureParameters) =>
  queryOptions({
    queryKey: failureKeys.heatmap(params),
    queryFn: ({ signal }) => fetchJson<Heatmap>(toUrl(`${failurePatternsPath}/heatmap`, params), { signal }),
  });
