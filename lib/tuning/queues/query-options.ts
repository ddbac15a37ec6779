import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Queue, QueueSummary } from "./schemas";

/** Parameters in the grammar of the API: project, is_open. */
export type QueueParameters = Record<string, string | undefined>;

export const queueKeys = {
  all: ["tuning", "queues"] as const,
  list: (params: QueueParameters) => ["tuning", "queues", "list", toSearch(params)] as const,
  detail: (id: string) => ["tuning", "queues", "detail", id] as const,
  summary: (id: string) => ["tuning", "queues", "summary", id] as const,
};

/** GET, PATCH and DELETE address of a queue. */
export const queuePath = (id: string) => `/v1/tuning/queues/${encodeURIComponent(id)}`;

/** POST address that claims the next turn of a queue. */
export const nextTurnPath = (id: string) => `${queuePath(id)}/next`;

/** GET /v1/tuning/queues */
export const queuesOptions = (params: QueueParameters = {}) =>
  queryOptions({
    queryKey: queueKeys.list(params),
    queryFn: ({ signal }) => fetchJson<{ data: Queue[] }>(toUrl("/v1/tuning/queues", params), { signal }),
  });

/** GET /v1/tuning/queues/{id} */
export const queueOptions = (id: string) =>
  queryOptions({
    queryKey: queueKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Queue>(queuePath(id), { signal }),
  });

/** GET /v1/tuning/queues/{id}/summary */
export const queueSummaryOptions = (id: string) =>
  queryOptions({
    queryKey: queueKeys.summary(id),
    queryFn: ({ signal }) => fetchJson<QueueSummary>(`${queuePath(id)}/summary`, { signal }),
    // The totals of the work just done.
    staleTime: 0,
  });
