import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Agreement, DisagreementPage, ReviewScreen } from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type AgreementParameters = Record<string, string | undefined>;

export const reviewKeys = {
  all: ["tuning", "reviews"] as const,
  screen: (turnId: string) => ["tuning", "reviews", "screen", turnId] as const,
  agreement: (params: AgreementParameters) => ["tuning", "reviews", "agreement", toSearch(params)] as const,
  disagreements: (params: AgreementParameters) =>
    ["tuning", "reviews", "disagreements", toSearch(params)] as const,
};

/** GET and PUT address of the caller's review of a turn. */
export const reviewPath = (turnId: string) => `/v1/tuning/turns/${encodeURIComponent(turnId)}/review`;

/** POST (renew) and DELETE (release) address of the caller's claim on a turn. */
export const claimPath = (turnId: string) => `/v1/tuning/turns/${encodeURIComponent(turnId)}/claim`;

/** GET /v1/tuning/turns/{id}/review */
export const reviewScreenOptions = (turnId: string) =>
  queryOptions({
    queryKey: reviewKeys.screen(turnId),
    queryFn: ({ signal }) => fetchJson<ReviewScreen>(reviewPath(turnId), { signal }),
  });

/** GET /v1/tuning/agreement; project, queue_id */
export const agreementOptions = (params: AgreementParameters) =>
  queryOptions({
    queryKey: reviewKeys.agreement(params),
    queryFn: ({ signal }) => fetchJson<Agreement>(toUrl("/v1/tuning/agreement", params), { signal }),
  });

/** GET /v1/tuning/agreement/turns as an endless list; project, queue_id, category, side, is_adjudicated, limit */
export const disagreementsOptions = (params: AgreementParameters) =>
  infiniteQueryOptions({
    queryKey: reviewKeys.disagreements(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<DisagreementPage>(
        toUrl("/v1/tuning/agreement/turns", {
          ...params,
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
