import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { findSimilarEndpoint } from "@/lib/learning/examples/endpoints";
import { findSimilar } from "@/lib/learning/examples/queries";

// GET /v1/executions/similar - examples for a prompt
export const GET = withRoute(findSimilarEndpoint, async ({ caller, query }) => ({
  body: { data: await findSimilar(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
