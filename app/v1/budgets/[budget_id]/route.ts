import { deleteBudgetEndpoint, updateBudgetEndpoint } from "@/lib/costs/budgets/endpoints";
import { deleteBudget, updateBudget } from "@/lib/costs/budgets/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// PATCH /v1/budgets/{budget_id} - change a budget
export const PATCH = withRoute(updateBudgetEndpoint, async ({ caller, params, body }) => ({
  body: await updateBudget(caller.client, params.budget_id, body),
}));

// DELETE /v1/budgets/{budget_id} - delete a budget; its alerts stay
export const DELETE = withRoute(deleteBudgetEndpoint, async ({ caller, params }) => {
  await deleteBudget(caller.client, params.budget_id);
  return { status: 204 };
});

export const { GET, POST, PUT } = otherMethods("PATCH", "DELETE");
