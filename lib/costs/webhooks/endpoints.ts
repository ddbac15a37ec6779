import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  createdWebhook,
  deliveriesQuery,
  webhook,
  webhookDelivery,
  webhookDeliveryPage,
  webhookInput,
  webhooksResult,
  webhookUpdate,
} from "./schemas";

const tag = "costs";
const webhookId = z.object({ webhook_id: rowId });
const admins = { allowed: "Admins of every project." };

export const listWebhooksEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/webhooks",
  tag,
  summary: "List webhooks",
  access: admins,
  responses: {
    200: { description: "The webhooks, oldest first, without their secrets", schema: webhooksResult },
  },
});

export const createWebhookEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/webhooks",
  tag,
  summary: "Create a webhook",
  description:
    "Its secret is in this answer and never shown again. Private and loopback addresses are refused unless the installation allows them.",
  access: admins,
  body: webhookInput,
  responses: { 201: { description: "Created", schema: createdWebhook } },
});

export const updateWebhookEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/webhooks/{webhook_id}",
  tag,
  summary: "Change a webhook",
  description:
    "Only the fields sent are changed. While a webhook is off nothing is added for it, and what is pending waits.",
  access: admins,
  params: webhookId,
  body: webhookUpdate,
  responses: { 200: { description: "The changed webhook", schema: webhook } },
});

export const deleteWebhookEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/webhooks/{webhook_id}",
  tag,
  summary: "Delete a webhook with its deliveries",
  access: admins,
  params: webhookId,
  responses: { 204: { description: "Deleted" } },
});

export const testWebhookEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/webhooks/{webhook_id}/test",
  tag,
  summary: "Send a test event",
  description: "Adds a delivery of the event webhook.test. 409 while the webhook is off.",
  access: admins,
  params: webhookId,
  responses: { 202: { description: "The pending delivery", schema: webhookDelivery } },
});

export const listDeliveriesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/webhooks/{webhook_id}/deliveries",
  tag,
  summary: "List the deliveries of a webhook, newest first",
  access: admins,
  params: webhookId,
  query: deliveriesQuery,
  responses: { 200: { description: "A page of deliveries", schema: webhookDeliveryPage } },
});
