import { createWebhookEndpoint, listWebhooksEndpoint } from "@/lib/costs/webhooks/endpoints";
import { createWebhook } from "@/lib/costs/webhooks/mutations";
import { listWebhooks } from "@/lib/costs/webhooks/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { refuseTarget } from "@/lib/http/outgoing-target";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/webhooks - webhooks without their secrets
export const GET = withRoute(listWebhooksEndpoint, async ({ caller }) => ({
  body: { data: await listWebhooks(caller.client) },
}));

// POST /v1/webhooks - create a webhook; shows its secret once
export const POST = withRoute(createWebhookEndpoint, async ({ caller, body }) => {
  refuseTarget("url", body.url);
  return { status: 201, body: await createWebhook(caller.client, body) };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
