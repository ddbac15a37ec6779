import "server-only";
import { z } from "zod";
import { oneWayId } from "@/lib/privacy/ingest";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type Budget,
  type BudgetCheck,
  type BudgetCheckQuery,
  type BudgetsQuery,
  budget,
  budgetCheck,
} from "./schemas";

/** Budgets of the caller's projects with what they have spent; those in force first, by name. */
export async function listBudgets(client: Client, query: BudgetsQuery): Promise<Budget[]> {
  return callFunction(client, "list_budgets", { filter: JSON.stringify(query) }, z.array(budget));
}

/**
 * The strictest of what the budgets that cover a call to a model say, from kept sums.
 * @throws AppError not_found for a project that does not exist for the caller; bad_request when a caller limited to several names none.
 */
export async function checkBudgets(client: Client, query: BudgetCheckQuery): Promise<BudgetCheck> {
  return callFunction(
    client,
    "check_budgets",
    // The project may store the person, and so count what they cost, under the one-way form of their id.
    { ...query, ...(query.user_id ? { user_alias: oneWayId(query.user_id) } : {}) },
    budgetCheck,
  );
}
