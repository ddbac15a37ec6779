import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { ContextResult } from "./schemas";

type Parameters = Record<string, string | readonly string[] | undefined>;

/** GET /v1/analytics/context */
export const contextOptions = (params: Parameters) => {
  const search = toSearch(params);
  return queryOptions({
    queryKey: ["interactions", "context", search] as const,
    queryFn: ({ signal }) =>
      fetchJson<ContextResult>(search ? `/v1/analytics/context?${search}` : "/v1/analytics/context", {
        signal,
      }),
  });
};
