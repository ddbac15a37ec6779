import "server-only";
import { z } from "zod";
import { protectInput } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import { type Budget, type BudgetInput, type BudgetUpdate, budget } from "./schemas";

/**
 * Makes a budget; what its running period has spent already counts. A person's budget is kept under the id by which the
 * project (without one: the caller's default project) stores them.
 * @throws AppError forbidden, also for a caller limited to projects who names none of them.
 */
export async function createBudget(client: Client, input: BudgetInput): Promise<Budget> {
  const { user_id } = await protectInput(
    client,
    { project: input.project },
    { user_id: input.user_id },
    { userIds: ["user_id"] },
  );
  return callFunction(client, "create_budget", { input: JSON.stringify({ ...input, user_id }) }, budget);
}

/**
 * Changes the given fields of a budget.
 * @throws AppError not_found; forbidden; conflict with `stored_version` when it is not `expected_version`.
 */
export async function updateBudget(client: Client, id: string, update: BudgetUpdate): Promise<Budget> {
  const { expected_version, ...patch } = update;
  return callFunction(
    client,
    "update_budget",
    { budget_id: id, patch: JSON.stringify(patch), expected_version },
    budget,
  );
}

/** Deletes a budget; its alerts stay. restoreBudget() undoes it for an hour. @throws AppError not_found, forbidden */
export async function deleteBudget(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_budget", { budget_id: id }, z.unknown());
}

/**
 * Undoes deleteBudget(): the budget comes back with its id, version, periods and alerts, and counts what was spent meanwhile.
 * @throws AppError not_found when no such budget of the caller's was deleted within the last hour; forbidden.
 */
export async function restoreBudget(client: Client, id: string): Promise<Budget> {
  return callFunction(client, "restore_budget", { budget_id: id }, budget);
}
