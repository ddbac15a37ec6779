import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { countFailurePatternsEndpoint } from "@/lib/learning/failures/endpoints";
import { countFailurePatterns } from "@/lib/learning/failures/queries";

// GET /v1/executions/failure-patterns/count - how many patterns match a filter
export const GET = withRoute(countFailurePatternsEndpoint, async ({ caller, query }) => ({
  body: { total: await countFailurePatterns(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
