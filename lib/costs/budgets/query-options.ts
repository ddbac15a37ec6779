import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { Budget } from "./schemas";

/** Parameters in the grammar of the API: project, is_active. */
export type BudgetParameters = Record<string, string | undefined>;

export const budgetKeys = {
  all: ["costs", "budgets"] as const,
  list: (params: BudgetParameters) => ["costs", "budgets", "list", toSearch(params)] as const,
};

/** POST address of budgets. */
export const budgetsPath = "/v1/budgets";

/** PATCH and DELETE address of a budget. */
export const budgetPath = (id: string) => `${budgetsPath}/${encodeURIComponent(id)}`;

/** GET /v1/budgets */
export const budgetsOptions = (params: BudgetParameters = {}) =>
  queryOptions({
    queryKey: budgetKeys.list(params),
    queryFn: ({ signal }) => {
      const search = toSearch(params);
      return fetchJson<{ data: Budget[] }>(`${budgetsPath}${search ? `?${search}` : ""}`, { signal });
    },
  });
