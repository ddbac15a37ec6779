import { listDeliveriesEndpoint } from "@/lib/costs/webhooks/endpoints";
import { listDeliveries } from "@/lib/costs/webhooks/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/webhooks/{webhook_id}/deliveries - what was sent to a webhook, newest first
export const GET = withRoute(listDeliveriesEndpoint, async ({ caller, params, query }) => ({
  body: await listDeliveries(caller.client, params.webhook_id, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
