import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type { AlertPage } from "./schemas";

/** Parameters in the grammar of the API: project, type, budget_id, acknowledged, limit. */
export type AlertParameters = Record<string, string | undefined>;

export const alertKeys = {
  all: ["costs", "alerts"] as const,
  list: (params: AlertParameters) => ["costs", "alerts", "list", toSearch(params)] as const,
};

/** POST address that acknowledges an alert. */
export const acknowledgePath = (id: string) => `/v1/alerts/${encodeURIComponent(id)}/ack`;

/** GET /v1/alerts, page by page */
export const alertsOptions = (params: AlertParameters = {}) =>
  infiniteQueryOptions({
    queryKey: alertKeys.list(params),
    queryFn: ({ signal, pageParam }) => {
      const search = toSearch({ ...params, ...(pageParam && { cursor: pageParam }) });
      return fetchJson<AlertPage>(`/v1/alerts${search ? `?${search}` : ""}`, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
