import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import { type FeedbackListRow, toListRow } from "./prepare-list";
import type {
  AccuracyRow,
  Feedback,
  FeedbackPage,
  FeedbackRevision,
  FeedbackStats,
  TimeseriesResult,
} from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type FeedbackParameters = Record<string, string | readonly string[] | undefined>;

export const feedbackKeys = {
  all: ["feedback"] as const,
  lists: ["feedback", "list"] as const,
  list: (params: FeedbackParameters) => ["feedback", "list", toSearch(params)] as const,
  count: (params: FeedbackParameters) => ["feedback", "count", toSearch(params)] as const,
  stats: (params: FeedbackParameters) => ["feedback", "stats", toSearch(params)] as const,
  accuracy: (params: FeedbackParameters) => ["feedback", "accuracy", toSearch(params)] as const,
  timeseries: (params: FeedbackParameters) => ["feedback", "timeseries", toSearch(params)] as const,
  detail: (id: string) => ["feedback", "detail", id] as const,
  revisions: (id: string) => ["feedback", "revisions", id] as const,
  projects: ["projects"] as const,
};

/** GET /v1/feedback/stats */
export const statsOptions = (params: FeedbackParameters) =>
  queryOptions({
    queryKey: feedbackKeys.stats(params),
    queryFn: ({ signal }) => fetchJson<FeedbackStats>(toUrl("/v1/feedback/stats", params), { signal }),
  });

/** GET /v1/feedback/accuracy */
export const accuracyOptions = (params: FeedbackParameters) =>
  queryOptions({
    queryKey: feedbackKeys.accuracy(params),
    queryFn: ({ signal }) =>
      fetchJson<{ data: AccuracyRow[] }>(toUrl("/v1/feedback/accuracy", params), { signal }),
  });

/** GET /v1/feedback/timeseries */
export const timeseriesOptions = (params: FeedbackParameters) =>
  queryOptions({
    queryKey: feedbackKeys.timeseries(params),
    queryFn: ({ signal }) =>
      fetchJson<TimeseriesResult>(toUrl("/v1/feedback/timeseries", params), { signal }),
  });

/** GET /v1/feedback: one page, as it is; `params` may hold limit, sort and cursor. */
export const feedbackPageOptions = (params: FeedbackParameters) =>
  queryOptions({
    queryKey: ["feedback", "page", toSearch(params)] as const,
    queryFn: ({ signal }) => fetchJson<FeedbackPage>(toUrl("/v1/feedback", params), { signal }),
  });

/** Votes of the first page of an endless list, which the server renders, and of those that follow. */
export const FIRST_PAGE_SIZE = 100;
export const NEXT_PAGE_SIZE = 500;

export type FeedbackListPage = { data: FeedbackListRow[]; next_cursor: string | null };

/** A page of the API as an endless list keeps it. */
export const toListPage = (page: FeedbackPage): FeedbackListPage => ({
  data: page.data.map(toListRow),
  next_cursor: page.next_cursor,
});

/**
 * GET /v1/feedback as an endless list that grows page by page. It is never fetched again by itself: new votes must not
 * shift the rows under the reader.
 */
export const feedbackListOptions = (params: FeedbackParameters) =>
  infiniteQueryOptions({
    queryKey: feedbackKeys.list(params),
    queryFn: async ({ pageParam, signal }) =>
      toListPage(
        await fetchJson<FeedbackPage>(
          toUrl("/v1/feedback", {
            ...params,
            limit: String(pageParam === null ? FIRST_PAGE_SIZE : NEXT_PAGE_SIZE),
            ...(pageParam === null ? {} : { cursor: pageParam }),
          }),
          { signal },
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** GET /v1/feedback/count */
export const feedbackCountOptions = (params: FeedbackParameters) =>
  queryOptions({
    queryKey: feedbackKeys.count(params),
    queryFn: ({ signal }) => fetchJson<{ total: number }>(toUrl("/v1/feedback/count", params), { signal }),
  });

/** GET /v1/feedback/{id} */
export const feedbackOptions = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Feedback>(`/v1/feedback/${encodeURIComponent(id)}`, { signal }),
  });

/** GET /v1/feedback/{id}/revisions, newest first */
export const feedbackRevisionsOptions = (id: string) =>
  queryOptions({
    queryKey: feedbackKeys.revisions(id),
    queryFn: ({ signal }) =>
      fetchJson<{ data: FeedbackRevision[] }>(`/v1/feedback/${encodeURIComponent(id)}/revisions`, { signal }),
  });

/** GET /v1/projects: names the caller may read, sorted */
export const projectsOptions = () =>
  queryOptions({
    queryKey: feedbackKeys.projects,
    queryFn: ({ signal }) => fetchJson<{ data: string[] }>("/v1/projects", { signal }),
    staleTime: 60_000,
  });
