import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getContextAnalytics } from "@/lib/interactions/context/endpoints";
import { summarizeContext } from "@/lib/interactions/context/queries";

// GET /v1/analytics/context - satisfaction and response time by context size
export const GET = withRoute(getContextAnalytics, async ({ caller, query }) => ({
  body: await summarizeContext(caller.client, query.filter),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
