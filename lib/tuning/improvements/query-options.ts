import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type {
  Improvement,
  ImprovementBulkResult,
  ImprovementBulkUpdate,
  ImprovementOutcome,
  ImprovementPage,
  ImprovementRow,
  ImprovementSummary,
  ImprovementUpdate,
} from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type ImprovementParameters = Record<string, string | readonly string[] | undefined>;

export const improvementKeys = {
  all: ["tuning-improvements"] as const,
  lists: ["tuning-improvements", "list"] as const,
  list: (params: ImprovementParameters) => ["tuning-improvements", "list", toSearch(params)] as const,
  summary: (params: ImprovementParameters) => ["tuning-improvements", "summary", toSearch(params)] as const,
  detail: (id: string) => ["tuning-improvements", "detail", id] as const,
  outcome: (id: string) => ["tuning-improvements", "outcome", id] as const,
};

const root = "/v1/tuning/improvements";
const pathOf = (id: string) => `${root}/${encodeURIComponent(id)}`;

/** Notes of the first page of an endless list, which the server renders, and of those that follow. */
export const FIRST_PAGE_SIZE = 100;
export const NEXT_PAGE_SIZE = 500;

/** GET /v1/tuning/improvements as an endless list that grows page by page; it is never fetched again by itself. */
export const improvementListOptions = (params: ImprovementParameters) =>
  infiniteQueryOptions({
    queryKey: improvementKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ImprovementPage>(
        toUrl(root, {
          ...params,
          limit: String(pageParam === null ? FIRST_PAGE_SIZE : NEXT_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** GET /v1/tuning/improvements/summary */
export const improvementSummaryOptions = (params: ImprovementParameters) =>
  queryOptions({
    queryKey: improvementKeys.summary(params),
    queryFn: ({ signal }) => fetchJson<ImprovementSummary>(toUrl(`${root}/summary`, params), { signal }),
  });

/** GET /v1/tuning/improvements/{improvement_id} */
export const improvementOptions = (id: string) =>
  queryOptions({
    queryKey: improvementKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<ImprovementRow>(pathOf(id), { signal }),
  });

/** GET /v1/tuning/improvements/{improvement_id}/outcome */
export const improvementOutcomeOptions = (id: string) =>
  queryOptions({
    queryKey: improvementKeys.outcome(id),
    queryFn: ({ signal }) => fetchJson<ImprovementOutcome>(`${pathOf(id)}/outcome`, { signal }),
  });

/** PATCH /v1/tuning/improvements/{improvement_id}. @throws ApiError */
export const updateImprovement = (id: string, update: ImprovementUpdate) =>
  fetchJson<Improvement>(pathOf(id), { method: "PATCH", body: update });

/** PATCH /v1/tuning/improvements: all or nothing. @throws ApiError */
export const updateImprovements = (update: ImprovementBulkUpdate) =>
  fetchJson<ImprovementBulkResult>(root, { method: "PATCH", body: update });

/** DELETE /v1/tuning/improvements/{improvement_id}. @throws ApiError */
export const deleteImprovement = (id: string) => fetchJson<void>(pathOf(id), { method: "DELETE" });

/** POST /v1/tuning/improvements/{improvement_id}/restore. @throws ApiError */
export const restoreImprovement = (id: string) =>
  fetchJson<Improvement>(`${pathOf(id)}/restore`, { method: "POST" });
