import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  budget,
  budgetCheck,
  budgetCheckQuery,
  budgetInput,
  budgetsQuery,
  budgetsResult,
  budgetUpdate,
} from "./schemas";

const tag = "costs";
const budgetId = z.object({ budget_id: rowId });
const readers = { allowed: "Members, and keys with scope read." };
const owners = {
  allowed:
    "Product owners and admins. One who is limited to projects changes only budgets that name one of them.",
};

export const listBudgetsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/budgets",
  tag,
  summary: "List budgets with what they have spent",
  description:
    "Budgets in force first, by name. A caller limited to projects sees the budgets that name one of them.",
  access: readers,
  query: budgetsQuery,
  responses: { 200: { description: "The budgets", schema: budgetsResult } },
});

export const createBudgetEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/budgets",
  tag,
  summary: "Create a budget",
  description:
    "What the running UTC day or month has already spent counts at once; where it is past a threshold, there is an alert at once.",
  access: owners,
  body: budgetInput,
  responses: { 201: { description: "Created", schema: budget } },
});

export const updateBudgetEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/budgets/{budget_id}",
  tag,
  summary: "Change a budget",
  description:
    "Only the fields sent are changed. A limit set below what is spent gives an alert, as a crossing does. 409 when `expected_version` is not the stored version.",
  access: owners,
  params: budgetId,
  body: budgetUpdate,
  responses: { 200: { description: "The changed budget", schema: budget } },
});

export const deleteBudgetEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/budgets/{budget_id}",
  tag,
  summary: "Delete a budget",
  description: "Its alerts stay. Can be undone for an hour.",
  access: owners,
  params: budgetId,
  responses: { 204: { description: "Deleted" } },
});

export const restoreBudgetEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/budgets/{budget_id}/restore",
  tag,
  summary: "Undo the deletion of a budget",
  description:
    "Within an hour. It comes back as it was, with its id, periods and alerts; what was spent meanwhile counts, and alerts as a crossing does.",
  access: owners,
  params: budgetId,
  responses: { 200: { description: "The budget, as it was", schema: budget } },
});

export const checkBudgetsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/budgets/check",
  tag,
  summary: "Ask what the budgets say before a call to a model",
  description:
    "The strictest of what the matching budgets say: a budget past its limit says its own action (notify: warn), one past its warning says warn. Answered from sums that are kept as interactions are recorded.",
  access: readers,
  query: budgetCheckQuery,
  responses: { 200: { description: "What to do", schema: budgetCheck } },
});
