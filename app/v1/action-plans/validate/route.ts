import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { validatePlanEndpoint } from "@/lib/learning/plans/endpoints";
import { checkPlan } from "@/lib/learning/plans/queries";

// POST /v1/action-plans/validate - what is wrong with an action plan
export const POST = withRoute(validatePlanEndpoint, async ({ caller, body }) => ({
  body: await checkPlan(caller.client, body),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
