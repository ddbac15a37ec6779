import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { FlowRow, HandoffRow, RecommendationRow } from "./schemas";

type Parameters = Record<string, string | readonly string[] | undefined>;

const rowsOptions = <Row>(name: string, params: Parameters) => {
  const search = toSearch(params);
  return queryOptions({
    queryKey: ["interactions", name, search] as const,
    queryFn: ({ signal }) =>
      fetchJson<{ data: Row[] }>(`/v1/analytics/${name}${search ? `?${search}` : ""}`, { signal }),
  });
};

/** GET /v1/analytics/handoffs */
export const handoffsOptions = (params: Parameters) => rowsOptions<HandoffRow>("handoffs", params);

/** GET /v1/analytics/flow */
export const flowOptions = (params: Parameters) => rowsOptions<FlowRow>("flow", params);

/** GET /v1/analytics/recommendations */
export const recommendationsOptions = (params: Parameters) =>
  rowsOptions<RecommendationRow>("recommendations", params);
