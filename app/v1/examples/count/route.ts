import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { countExamplesEndpoint } from "@/lib/learning/examples/endpoints";
import { countExamples } from "@/lib/learning/examples/queries";

// GET /v1/examples/count - how many examples match a filter
export const GET = withRoute(countExamplesEndpoint, async ({ caller, query }) => ({
  body: { total: await countExamples(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
