import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { CostsByUserRow, CostsDailyRow, CostsSummary } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type SpendParameters = Record<string, string | readonly string[] | undefined>;

export const spendKeys = {
  all: ["costs"] as const,
  daily: (params: SpendParameters) => ["costs", "daily", toSearch(params)] as const,
  summary: (params: SpendParameters) => ["costs", "summary", toSearch(params)] as const,
  userCount: (params: SpendParameters) => ["costs", "by-user", "count", toSearch(params)] as const,
  byUser: (params: SpendParameters) => ["costs", "by-user", toSearch(params)] as const,
};

/** GET /v1/costs/daily */
export const costsDailyOptions = (params: SpendParameters) =>
  queryOptions({
    queryKey: spendKeys.daily(params),
    queryFn: ({ signal }) =>
      fetchJson<{ data: CostsDailyRow[] }>(toUrl("/v1/costs/daily", params), { signal }),
  });

/** GET /v1/costs/summary */
export const costsSummaryOptions = (params: SpendParameters) =>
  queryOptions({
    queryKey: spendKeys.summary(params),
    queryFn: ({ signal }) => fetchJson<CostsSummary>(toUrl("/v1/costs/summary", params), { signal }),
  });

export type CostsByUserPage = { data: CostsByUserRow[]; next_cursor: string | null; total: number };

/** GET /v1/costs/by-user as a list that grows page by page; `params` may hold sort. */
export const costsByUserOptions = (params: SpendParameters) =>
  infiniteQueryOptions({
    queryKey: spendKeys.byUser(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<CostsByUserPage>(
        toUrl("/v1/costs/by-user", { ...params, ...(pageParam === null ? {} : { cursor: pageParam }) }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** How many end users the list has. */
export const userCountOptions = (params: SpendParameters) =>
  queryOptions({
    queryKey: spendKeys.userCount(params),
    queryFn: async ({ signal }) => {
      const url = toUrl("/v1/costs/by-user", { ...params, limit: "1" });
      const { total } = await fetchJson<CostsByUserPage>(url, { signal });
      return { total };
    },
  });
