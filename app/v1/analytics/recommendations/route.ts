import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listRecommendationsEndpoint } from "@/lib/interactions/handoffs/endpoints";
import { listRecommendations } from "@/lib/interactions/handoffs/queries";

// GET /v1/analytics/recommendations - the agent that has done best per domain or end user
export const GET = withRoute(listRecommendationsEndpoint, async ({ caller, query }) => ({
  body: { data: await listRecommendations(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
