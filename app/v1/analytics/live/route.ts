import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getLiveAnalytics } from "@/lib/interactions/agents/endpoints";
import { summarizeLive } from "@/lib/interactions/agents/queries";

// GET /v1/analytics/live - the current hour and what has changed
export const GET = withRoute(getLiveAnalytics, async ({ caller, query }) => ({
  body: await summarizeLive(caller.client, query.filter),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
