import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listHandoffsEndpoint } from "@/lib/interactions/handoffs/endpoints";
import { listHandoffs } from "@/lib/interactions/handoffs/queries";

// GET /v1/analytics/handoffs - hand-offs from agent to agent
export const GET = withRoute(listHandoffsEndpoint, async ({ caller, query }) => ({
  body: { data: await listHandoffs(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
