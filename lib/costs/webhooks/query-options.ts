import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { Webhook, WebhookDeliveryPage } from "./schemas";

export const webhookKeys = {
  all: ["costs", "webhooks"] as const,
  list: ["costs", "webhooks", "list"] as const,
  deliveries: (id: string) => ["costs", "webhooks", "deliveries", id] as const,
};

/** POST address of webhooks. */
export const webhooksPath = "/v1/webhooks";

/** PATCH and DELETE address of a webhook. */
export const webhookPath = (id: string) => `${webhooksPath}/${encodeURIComponent(id)}`;

/** POST address that sends a test event. */
export const testWebhookPath = (id: string) => `${webhookPath(id)}/test`;

/** GET /v1/webhooks */
export const webhooksOptions = () =>
  queryOptions({
    queryKey: webhookKeys.list,
    queryFn: ({ signal }) => fetchJson<{ data: Webhook[] }>(webhooksPath, { signal }),
  });

/** GET /v1/webhooks/{id}/deliveries, page by page */
export const deliveriesOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: webhookKeys.deliveries(id),
    queryFn: ({ signal, pageParam }) => {
      const search = toSearch({ ...(pageParam && { cursor: pageParam }) });
      return fetchJson<WebhookDeliveryPage>(`${webhookPath(id)}/deliveries${search ? `?${search}` : ""}`, {
        signal,
      });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Deliveries go on by themselves.
    staleTime: 0,
  });
