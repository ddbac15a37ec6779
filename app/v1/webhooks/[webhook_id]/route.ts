import { deleteWebhookEndpoint, updateWebhookEndpoint } from "@/lib/costs/webhooks/endpoints";
import { deleteWebhook, updateWebhook } from "@/lib/costs/webhooks/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { refuseTarget } from "@/lib/http/outgoing-target";
import { withRoute } from "@/lib/http/with-route";

// PATCH /v1/webhooks/{webhook_id} - change a webhook
export const PATCH = withRoute(updateWebhookEndpoint, async ({ caller, params, body }) => {
  if (body.url !== undefined) refuseTarget("url", body.url);
  return { body: await updateWebhook(caller.client, params.webhook_id, body) };
});

// DELETE /v1/webhooks/{webhook_id} - delete a webhook with its deliveries
export const DELETE = withRoute(deleteWebhookEndpoint, async ({ caller, params }) => {
  await deleteWebhook(caller.client, params.webhook_id);
  return { status: 204 };
});

export const { GET, POST, PUT } = otherMethods("PATCH", "DELETE");
