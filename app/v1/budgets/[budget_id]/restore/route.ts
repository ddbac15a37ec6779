import { restoreBudgetEndpoint } from "@/lib/costs/budgets/endpoints";
import { restoreBudget } from "@/lib/costs/budgets/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/budgets/{budget_id}/restore - undo a deletion
export const POST = withRoute(restoreBudgetEndpoint, async ({ caller, params }) => ({
  body: await restoreBudget(caller.client, params.budget_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
