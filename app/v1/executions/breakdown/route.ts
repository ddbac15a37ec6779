import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExecutionBreakdown } from "@/lib/learning/executions/endpoints";
import { breakDownExecutions } from "@/lib/learning/executions/queries";

// GET /v1/executions/breakdown - the figures per model, strategy, version or project
export const GET = withRoute(getExecutionBreakdown, async ({ caller, query }) => ({
  body: { data: await breakDownExecutions(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
