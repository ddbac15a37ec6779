import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { ForecastResult } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ForecastParameters = Record<string, string | readonly string[] | undefined>;

export const forecastKeys = {
  all: ["costs", "forecast"] as const,
  one: (params: ForecastParameters) => ["costs", "forecast", toSearch(params)] as const,
};

/** GET /v1/costs/forecast */
export const forecastOptions = (params: ForecastParameters) =>
  queryOptions({
    queryKey: forecastKeys.one(params),
    queryFn: ({ signal }) => fetchJson<ForecastResult>(toUrl("/v1/costs/forecast", params), { signal }),
  });
