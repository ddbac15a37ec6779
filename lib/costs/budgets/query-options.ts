import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Budget, BudgetCheck } from "./schemas";

/** Parameters in the grammar of the API: project, is_active. */
export type BudgetParameters = Record<string, string | undefined>;

export const budgetKeys = {
  all: ["costs", "budgets"] as const,
  list: (params: BudgetParameters) => ["costs", "budgets", "list", toSearch(params)] as const,
  check: (params: BudgetParameters) => ["costs", "budgets", "check", toSearch(params)] as const,
};

/** POST address of budgets. */
export const budgetsPath = "/v1/budgets";

/** PATCH and DELETE address of a budget. */
export const budgetPath = (id: string) => `${budgetsPath}/${encodeURIComponent(id)}`;

/** POST address that undoes the deletion of a budget. */
export const restoreBudgetPath = (id: string) => `${budgetPath(id)}/restore`;

/** GET /v1/budgets */
export const budgetsOptions = (params: BudgetParameters = {}) =>
  queryOptions({
    queryKey: budgetKeys.list(params),
    queryFn: ({ signal }) => fetchJson<{ data: Budget[] }>(toUrl(budgetsPath, params), { signal }),
  });

/** GET /v1/budgets/check; params hold project, model, agent_type, user_id */
export const budgetCheckOptions = (params: BudgetParameters) =>
  queryOptions({
    queryKey: budgetKeys.check(params),
    queryFn: ({ signal }) => fetchJson<BudgetCheck>(budgetCheckPath(params), { signal }),
  });

/** Address with which a program asks before a call to a model. */
export const budgetCheckPath = (params: BudgetParameters) => toUrl(`${budgetsPath}/check`, params);
