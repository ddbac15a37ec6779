import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type CreatedWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookInput,
  type WebhookUpdate,
  webhook,
  webhookDelivery,
} from "./schemas";

/** Makes a webhook with a new secret, which is in the answer and nowhere else. @throws AppError forbidden */
export async function createWebhook(client: Client, input: WebhookInput): Promise<CreatedWebhook> {
  // As Standard Webhooks writes a secret: 24 to 64 random bytes in base64 after the prefix.
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  const made = await callFunction(
    client,
    "create_webhook",
    { input: JSON.stringify(input), secret },
    webhook,
  );
  return { ...made, secret };
}

/** Changes the given fields of a webhook. @throws AppError not_found, forbidden */
export async function updateWebhook(client: Client, id: string, update: WebhookUpdate): Promise<Webhook> {
  return callFunction(client, "update_webhook", { webhook_id: id, patch: JSON.stringify(update) }, webhook);
}

/** Deletes a webhook with its deliveries. @throws AppError not_found, forbidden */
export async function deleteWebhook(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_webhook", { webhook_id: id }, z.unknown());
}

/** Adds a delivery of the event webhook.test. @throws AppError not_found; forbidden; conflict while the webhook is off */
export async function testWebhook(client: Client, id: string): Promise<WebhookDelivery> {
  return callFunction(client, "test_webhook", { webhook_id: id }, webhookDelivery);
}
