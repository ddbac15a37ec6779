import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Example, ExamplePage, ExampleUpdate, SimilarExample } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ExampleParameters = Record<string, string | readonly string[] | undefined>;

export const exampleKeys = {
  all: ["examples"] as const,
  lists: ["examples", "list"] as const,
  list: (params: ExampleParameters) => ["examples", "list", toSearch(params)] as const,
  count: (params: ExampleParameters) => ["examples", "count", toSearch(params)] as const,
  detail: (id: string) => ["examples", "detail", id] as const,
  similar: (params: ExampleParameters) => ["examples", "similar", toSearch(params)] as const,
};

/** Where an example is in the API. */
export const examplePathOf = (id: string) => `/v1/examples/${encodeURIComponent(id)}`;

/** GET /v1/examples as a list that grows page by page; with `q` in `params` it is one page. */
export const exampleListOptions = (params: ExampleParameters) =>
  infiniteQueryOptions({
    queryKey: exampleKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ExamplePage>(
        toUrl("/v1/examples", { ...params, ...(pageParam === null ? {} : { cursor: pageParam }) }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/examples/count */
export const exampleCountOptions = (params: ExampleParameters) =>
  queryOptions({
    queryKey: exampleKeys.count(params),
    queryFn: ({ signal }) => fetchJson<{ total: number }>(toUrl("/v1/examples/count", params), { signal }),
  });

/** GET /v1/examples/{execution_id} */
export const exampleOptions = (id: string) =>
  queryOptions({
    queryKey: exampleKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Example>(examplePathOf(id), { signal }),
  });

/** GET /v1/executions/similar; `params` holds the prompt. */
export const similarOptions = (params: ExampleParameters) =>
  queryOptions({
    queryKey: exampleKeys.similar(params),
    queryFn: ({ signal }) =>
      fetchJson<{ data: SimilarExample[] }>(toUrl("/v1/executions/similar", params), { signal }),
  });

/** PATCH /v1/examples/{execution_id} */
export const patchExample = (id: string, update: ExampleUpdate) =>
  fetchJson<Example>(examplePathOf(id), { method: "PATCH", body: update });
