import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { DefaultStrategy, DefaultStrategyInput, Strategy, StrategyInput, StrategyList } from "./schemas";

/** Parameters in the grammar of the API: project, name. */
export type StrategyParameters = Record<string, string | undefined>;

export const strategyKeys = {
  all: ["strategies"] as const,
  list: (params: StrategyParameters) => ["strategies", "list", toSearch(params)] as const,
};

const PATH = "/v1/strategies";

/** GET /v1/strategies */
export const strategiesOptions = (params: StrategyParameters = {}) =>
  queryOptions({
    queryKey: strategyKeys.list(params),
    queryFn: ({ signal }) => fetchJson<StrategyList>(toUrl(PATH, params), { signal }),
  });

/** POST /v1/strategies. @throws ApiError 409 when someone has saved another version since. */
export const postStrategy = (input: StrategyInput) =>
  fetchJson<Strategy>(PATH, { method: "POST", body: input });

/** PUT /v1/strategies/default. @throws ApiError 409 when someone has chosen another since. */
export const putDefaultStrategy = (input: DefaultStrategyInput) =>
  fetchJson<DefaultStrategy>(`${PATH}/default`, { method: "PUT", body: input });
