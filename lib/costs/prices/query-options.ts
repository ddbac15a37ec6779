import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { ModelPrice, PriceInput, RepriceResult, UnpricedRow, WhatIfResult } from "./schemas";

/** Parameters in the grammar of the API. */
export type PriceParameters = Record<string, string | readonly string[] | undefined>;

export const priceKeys = {
  all: ["prices"] as const,
  list: (params: PriceParameters) => ["prices", "list", toSearch(params)] as const,
  // Under "costs", so that what changes costs makes them stale as well.
  unpriced: (params: PriceParameters) => ["costs", "unpriced", toSearch(params)] as const,
  whatIf: (params: PriceParameters) => ["costs", "what-if", toSearch(params)] as const,
};

/** GET /v1/prices */
export const pricesOptions = (params: PriceParameters = {}) =>
  queryOptions({
    queryKey: priceKeys.list(params),
    queryFn: ({ signal }) => fetchJson<{ data: ModelPrice[] }>(toUrl("/v1/prices", params), { signal }),
  });

/** GET /v1/costs/unpriced */
export const unpricedOptions = (params: PriceParameters = {}) =>
  queryOptions({
    queryKey: priceKeys.unpriced(params),
    queryFn: ({ signal }) =>
      fetchJson<{ data: UnpricedRow[]; total: number }>(toUrl("/v1/costs/unpriced", params), { signal }),
  });

/** GET /v1/costs/what-if; params hold to_model */
export const whatIfOptions = (params: PriceParameters) =>
  queryOptions({
    queryKey: priceKeys.whatIf(params),
    queryFn: ({ signal }) => fetchJson<WhatIfResult>(toUrl("/v1/costs/what-if", params), { signal }),
  });

/** PUT /v1/prices. @throws ApiError */
export const putPrice = (input: PriceInput) =>
  fetchJson<ModelPrice>("/v1/prices", { method: "PUT", body: input });

/** DELETE /v1/prices/{price_id}. @throws ApiError */
export const deletePrice = (id: string) =>
  fetchJson<void>(`/v1/prices/${encodeURIComponent(id)}`, { method: "DELETE" });

/** POST /v1/costs/reprice; what an earlier call has not come to is done by the next. @throws ApiError */
export const reprice = (input: {
  project?: string;
  model?: string;
  include_priced?: boolean;
  dry_run?: boolean;
}) => fetchJson<RepriceResult>("/v1/costs/reprice", { method: "POST", body: input });
