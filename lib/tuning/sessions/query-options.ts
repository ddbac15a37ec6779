import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type {
  Session,
  SessionInput,
  SessionPage,
  SessionStats,
  SessionSummary,
  SessionUpdate,
  Turn,
  TurnPage,
} from "./schemas";

/** Parameters in the grammar of the API; equal ones make equal keys on the server and in the browser. */
export type SessionParameters = Record<string, string | readonly string[] | undefined>;

export const sessionKeys = {
  all: ["tuning", "sessions"] as const,
  lists: ["tuning", "sessions", "list"] as const,
  list: (params: SessionParameters) => ["tuning", "sessions", "list", toSearch(params)] as const,
  summary: (params: SessionParameters) => ["tuning", "sessions", "summary", toSearch(params)] as const,
  detail: (id: string) => ["tuning", "sessions", "detail", id] as const,
  stats: (id: string) => ["tuning", "sessions", "stats", id] as const,
  turns: (id: string) => ["tuning", "sessions", "turns", id] as const,
};

export const turnKeys = {
  all: ["tuning", "turns"] as const,
  list: (params: SessionParameters) => ["tuning", "turns", "list", toSearch(params)] as const,
  detail: (id: string) => ["tuning", "turns", "detail", id] as const,
};

const sessionPath = (id: string) => `/v1/tuning/sessions/${encodeURIComponent(id)}`;

/** Sessions and turns a page of an endless list. */
export const SESSIONS_PAGE_SIZE = 100;
export const TURNS_PAGE_SIZE = 100;

/** GET /v1/tuning/sessions as an endless list. */
export const sessionListOptions = (params: SessionParameters) =>
  infiniteQueryOptions({
    queryKey: sessionKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<SessionPage>(
        toUrl("/v1/tuning/sessions", {
          ...params,
          limit: String(SESSIONS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/tuning/sessions/summary */
export const sessionSummaryOptions = (params: SessionParameters) =>
  queryOptions({
    queryKey: sessionKeys.summary(params),
    queryFn: ({ signal }) =>
      fetchJson<SessionSummary>(toUrl("/v1/tuning/sessions/summary", params), { signal }),
  });

/** GET /v1/tuning/sessions/{id} */
export const sessionOptions = (id: string) =>
  queryOptions({
    queryKey: sessionKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Session>(sessionPath(id), { signal }),
  });

/** GET /v1/tuning/sessions/{id}/stats */
export const sessionStatsOptions = (id: string) =>
  queryOptions({
    queryKey: sessionKeys.stats(id),
    queryFn: ({ signal }) => fetchJson<SessionStats>(`${sessionPath(id)}/stats`, { signal }),
  });

/** GET /v1/tuning/sessions/{id}/turns as an endless list, in the order of the conversation. */
export const sessionTurnsOptions = (id: string) =>
  infiniteQueryOptions({
    queryKey: sessionKeys.turns(id),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TurnPage>(
        toUrl(`${sessionPath(id)}/turns`, {
          limit: String(TURNS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/tuning/turns as an endless list, newest first. */
export const turnListOptions = (params: SessionParameters) =>
  infiniteQueryOptions({
    queryKey: turnKeys.list(params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TurnPage>(
        toUrl("/v1/tuning/turns", {
          ...params,
          limit: String(TURNS_PAGE_SIZE),
          ...(pageParam === null ? {} : { cursor: pageParam }),
        }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/tuning/turns/{id} */
export const turnOptions = (id: string) =>
  queryOptions({
    queryKey: turnKeys.detail(id),
    queryFn: ({ signal }) => fetchJson<Turn>(`/v1/tuning/turns/${encodeURIComponent(id)}`, { signal }),
  });

/** POST /v1/tuning/sessions. @throws ApiError 409 with the `session_id` of the tester's active session. */
export const startSession = (input: SessionInput) =>
  fetchJson<Session>("/v1/tuning/sessions", { method: "POST", body: input });

/** PATCH /v1/tuning/sessions/{id}. @throws ApiError */
export const updateSession = (id: string, update: SessionUpdate) =>
  fetchJson<Session>(sessionPath(id), { method: "PATCH", body: update });
