import { checkBudgetsEndpoint } from "@/lib/costs/budgets/endpoints";
import { checkBudgets } from "@/lib/costs/budgets/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/budgets/check - what the budgets say before a call to a model
export const GET = withRoute(checkBudgetsEndpoint, async ({ caller, query }) => ({
  body: await checkBudgets(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
