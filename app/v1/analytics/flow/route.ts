import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listDomainFlowEndpoint } from "@/lib/interactions/handoffs/endpoints";
import { listDomainFlow } from "@/lib/interactions/handoffs/queries";

// GET /v1/analytics/flow - transitions between domains within conversations
export const GET = withRoute(listDomainFlowEndpoint, async ({ caller, query }) => ({
  body: { data: await listDomainFlow(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
