import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listExamplesEndpoint } from "@/lib/learning/examples/endpoints";
import { listExamples } from "@/lib/learning/examples/queries";

// GET /v1/examples - executions that serve or could serve as examples
export const GET = withRoute(listExamplesEndpoint, async ({ caller, query }) => ({
  body: await listExamples(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
