import { z } from "zod";
import { cursor } from "@/lib/query/cursor";
import { label, pageOf, rowId } from "@/lib/query/fields";
import { integer, single } from "@/lib/query/parameters";
import { timestamp } from "@/lib/query/timestamp";
import { alertTypes } from "../alerts/schemas";

/** What webhooks can be told of: the alerts of budgets, a failure pattern that was fixed and came back, and how freezing a dataset ended. */
export const webhookEvents = [...alertTypes, "failure_regressed", "dataset_ready", "dataset_failed"] as const;

const events = z
  .array(z.enum(webhookEvents, `must be any of ${webhookEvents.join(", ")}`))
  .min(1, "must have at least one event")
  .max(20);
const url = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2000);

export const webhookInput = z
  .strictObject({
    url,
    events: events.default([...webhookEvents]),
    project: label("project")
      .nullish()
      .meta({ description: "Only events of this project; left out: every event." }),
    is_active: z.boolean().default(true),
  })
  .meta({ id: "WebhookInput", example: { url: "https://example.com/hooks/retune" } });
export type WebhookInput = z.infer<typeof webhookInput>;
export const webhookUpdate = z
  .strictObject({ url: url.optional(), events: events.optional(), is_active: z.boolean().optional() })
  .meta({ id: "WebhookUpdate" });
export type WebhookUpdate = z.infer<typeof webhookUpdate>;

export const webhook = z
  .object({
    id: rowId,
    url: z.string(),
    events: z.array(z.string()),
    project: z.string().nullable(),
    is_active: z.boolean(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof webhook>;
/** The answer of a creation: the only time that the secret is shown. */
export const createdWebhook = webhook
  .extend({
    secret: z.string().meta({ description: "Verifies the signature (Standard Webhooks); shown once." }),
  })
  .meta({ id: "CreatedWebhook" });
export type CreatedWebhook = z.infer<typeof createdWebhook>;
export const webhooksResult = z.object({ data: z.array(webhook) });

export const webhookDelivery = z
  .object({
    id: rowId,
    webhook_id: rowId,
    event: z.string(),
    state: z.enum(["pending", "delivered", "failed"]),
    attempts: z.int(),
    next_attempt_at: timestamp.nullable(),
    response_status: z.int().nullable(),
    error: z.string().nullable(),
    created_at: timestamp,
    delivered_at: timestamp.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;
export const webhookDeliveryPage = pageOf(webhookDelivery);
export type WebhookDeliveryPage = z.infer<typeof webhookDeliveryPage>;
export const deliveriesQuery = z.strictObject({
  limit: integer(1, 1000, "Rows a page.").default(50),
  cursor: single(cursor, "next_cursor of the page before.").optional(),
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;
