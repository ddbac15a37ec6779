import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { countExecutionsEndpoint } from "@/lib/learning/executions/endpoints";
import { countExecutions } from "@/lib/learning/executions/queries";

// GET /v1/executions/count - how many executions match a filter
export const GET = withRoute(countExecutionsEndpoint, async ({ caller, query }) => ({
  body: { count: await countExecutions(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
