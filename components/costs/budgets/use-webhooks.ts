"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { testWebhookPath, webhookKeys, webhookPath, webhooksPath } from "@/lib/costs/webhooks/query-options";
import type {
  CreatedWebhook,
  Webhook,
  WebhookDelivery,
  WebhookInput,
  WebhookUpdate,
} from "@/lib/costs/webhooks/schemas";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";

/** Makes a webhook; the answer holds its secret. */
export function useCreateWebhook() {
  const client = useQueryClient();
  return useMutation<CreatedWebhook, ApiError, WebhookInput>({
    mutationFn: (input) => fetchJson<CreatedWebhook>(webhooksPath, { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: webhookKeys.all }),
  });
}

/** Changes where a webhook sends and what. */
export function useUpdateWebhook(id: string) {
  const client = useQueryClient();
  return useMutation<Webhook, ApiError, WebhookUpdate>({
    mutationFn: (update) => fetchJson<Webhook>(webhookPath(id), { method: "PATCH", body: update }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: webhookKeys.all });
      toast.success("The webhook is changed. Its secret is the same.");
    },
  });
}

/** Pauses or resumes a webhook and offers to undo that. */
export function useToggleWebhook(webhook: Webhook) {
  const client = useQueryClient();
  const toggle = useMutation<Webhook, ApiError, WebhookUpdate>({
    mutationFn: (update) => fetchJson<Webhook>(webhookPath(webhook.id), { method: "PATCH", body: update }),
    onSuccess: ({ is_active }) => {
      client.invalidateQueries({ queryKey: webhookKeys.all });
      toast(is_active ? "The webhook is sent to again." : "The webhook is paused.", {
        action: { label: "Undo", onClick: () => toggle.mutate({ is_active: !is_active }) },
      });
    },
    onError: (error) => toast.error("The webhook was not changed.", { description: error.message }),
  });
  return toggle;
}

/** Sends a test event; how that went is in the deliveries. */
export function useTestWebhook(id: string) {
  const client = useQueryClient();
  return useMutation<WebhookDelivery, ApiError, void>({
    mutationFn: () => fetchJson<WebhookDelivery>(testWebhookPath(id), { method: "POST" }),
    onSuccess: () => client.invalidateQueries({ queryKey: webhookKeys.deliveries(id) }),
    onError: (error) => toast.error("The test was not sent.", { description: error.message }),
  });
}

/** Deletes a webhook with its deliveries. */
export function useDeleteWebhook(id: string) {
  const client = useQueryClient();
  return useMutation<void, ApiError, void>({
    mutationFn: () => fetchJson<void>(webhookPath(id), { method: "DELETE" }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: webhookKeys.all });
      toast.success("The webhook is deleted.");
    },
    onError: (error) => toast.error("The webhook was not deleted.", { description: error.message }),
  });
}
