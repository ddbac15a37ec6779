import { testWebhookEndpoint } from "@/lib/costs/webhooks/endpoints";
import { testWebhook } from "@/lib/costs/webhooks/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/webhooks/{webhook_id}/test - send a test event
export const POST = withRoute(testWebhookEndpoint, async ({ caller, params }) => ({
  status: 202,
  body: await testWebhook(caller.client, params.webhook_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
