import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listFailurePatternsEndpoint } from "@/lib/learning/failures/endpoints";
import { listFailurePatterns } from "@/lib/learning/failures/queries";

// GET /v1/executions/failure-patterns - errors of one kind, most failures first
export const GET = withRoute(listFailurePatternsEndpoint, async ({ caller, query }) => ({
  body: await listFailurePatterns(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
