"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { alertKeys } from "@/lib/costs/alerts/query-options";
import { budgetKeys, budgetPath, budgetsPath, restoreBudgetPath } from "@/lib/costs/budgets/query-options";
import type { Budget, BudgetInput, BudgetUpdate } from "@/lib/costs/budgets/schemas";
import { forecastKeys } from "@/lib/costs/forecast/query-options";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";

/** A limit decides alerts and what a forecast is held against. */
function refresh(client: QueryClient): void {
  for (const queryKey of [budgetKeys.all, alertKeys.all, forecastKeys.all])
    client.invalidateQueries({ queryKey });
}

/** Makes a budget. */
export function useCreateBudget() {
  const client = useQueryClient();
  return useMutation<Budget, ApiError, BudgetInput>({
    mutationFn: (input) => fetchJson<Budget>(budgetsPath, { method: "POST", body: input }),
    onSuccess: (budget) => {
      refresh(client);
      toast.success(`The budget “${budget.name}” is there.`);
    },
  });
}

/** Changes a budget, unless someone has changed it since `expected_version` (409). */
export function useUpdateBudget(id: string) {
  const client = useQueryClient();
  return useMutation<Budget, ApiError, BudgetUpdate>({
    mutationFn: (update) => fetchJson<Budget>(budgetPath(id), { method: "PATCH", body: update }),
    onSuccess: (budget) => {
      refresh(client);
      toast.success(`The budget “${budget.name}” is changed.`);
    },
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: budgetKeys.all });
    },
  });
}

/** Switches a budget on or off and offers to undo that. */
export function useToggleBudget(budget: Budget) {
  const client = useQueryClient();
  const toggle = useMutation<Budget, ApiError, boolean>({
    mutationFn: (is_active) =>
      fetchJson<Budget>(budgetPath(budget.id), { method: "PATCH", body: { is_active } }),
    onSuccess: (changed) => {
      refresh(client);
      toast(changed.is_active ? `“${changed.name}” is on again.` : `“${changed.name}” is off.`, {
        description: changed.is_active ? undefined : "It neither alerts nor throttles or blocks.",
        action: { label: "Undo", onClick: () => toggle.mutate(!changed.is_active) },
      });
    },
    onError: (error) => toast.error("The budget was not changed.", { description: error.message }),
  });
  return toggle;
}

/** Deletes a budget and offers to bring it back as it was. */
export function useDeleteBudget(budget: Budget) {
  const client = useQueryClient();
  const undo = useMutation<Budget, ApiError, void>({
    mutationFn: () => fetchJson<Budget>(restoreBudgetPath(budget.id), { method: "POST" }),
    onSuccess: () => refresh(client),
    onError: (error) => toast.error("The budget was not brought back.", { description: error.message }),
  });
  return useMutation<void, ApiError, void>({
    mutationFn: () => fetchJson<void>(budgetPath(budget.id), { method: "DELETE" }),
    onSuccess: () => {
      refresh(client);
      toast(`“${budget.name}” is deleted.`, { action: { label: "Undo", onClick: () => undo.mutate() } });
    },
    onError: (error) => toast.error("The budget was not deleted.", { description: error.message }),
  });
}
