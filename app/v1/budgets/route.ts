import { createBudgetEndpoint, listBudgetsEndpoint } from "@/lib/costs/budgets/endpoints";
import { createBudget } from "@/lib/costs/budgets/mutations";
import { listBudgets } from "@/lib/costs/budgets/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/budgets - budgets with what they have spent
export const GET = withRoute(listBudgetsEndpoint, async ({ caller, query }) => ({
  body: { data: await listBudgets(caller.client, query) },
}));

// POST /v1/budgets - create a budget
export const POST = withRoute(createBudgetEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await createBudget(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
