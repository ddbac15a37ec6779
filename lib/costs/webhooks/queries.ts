import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type DeliveriesQuery,
  type Webhook,
  type WebhookDeliveryPage,
  webhook,
  webhookDelivery,
} from "./schemas";

const page = z.object({ data: z.array(webhookDelivery), next: z.string().nullable() });

/** Every webhook, oldest first, without the secrets. @throws AppError forbidden */
export async function listWebhooks(client: Client): Promise<Webhook[]> {
  return callFunction(client, "list_webhooks", {}, z.array(webhook));
}

/** One page of what was sent to a webhook, newest first. @throws AppError not_found, forbidden */
export async function listDeliveries(
  client: Client,
  id: string,
  query: DeliveriesQuery,
): Promise<WebhookDeliveryPage> {
  const { data, next } = await callFunction(
    client,
    "list_webhook_deliveries",
    { webhook_id: id, page_limit: query.limit, page_cursor: query.cursor },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}
