import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExecutionStats } from "@/lib/learning/executions/endpoints";
import { summarizeExecutions } from "@/lib/learning/executions/queries";

// GET /v1/executions/stats - figures of a range, and of the period before it
export const GET = withRoute(getExecutionStats, async ({ caller, query }) => ({
  body: await summarizeExecutions(caller.client, query.filter),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
