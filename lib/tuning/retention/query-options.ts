import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch } from "@/lib/query/parameters";
import type {
  ArchivedSessionDetail,
  ArchivePage,
  RestoredSession,
  RetentionPolicy,
  RetentionPolicyInput,
  RetentionRunInput,
  RetentionRunResult,
} from "./schemas";

export type ArchiveParameters = Record<string, string | readonly string[] | undefined>;

export const retentionKeys = {
  policy: ["tuning-retention", "policy"] as const,
  archives: ["tuning-retention", "archive"] as const,
  archive: (params: ArchiveParameters) => ["tuning-retention", "archive", toSearch(params)] as const,
  archived: (id: string) => ["tuning-retention", "archived", id] as const,
};

/** GET /v1/tuning/retention */
export const retentionPolicyOptions = () =>
  queryOptions({
    queryKey: retentionKeys.policy,
    queryFn: ({ signal }) => fetchJson<RetentionPolicy>("/v1/tuning/retention", { signal }),
  });

/** GET /v1/tuning/archive as an endless list; params may hold project and limit */
export const archiveOptions = (params: ArchiveParameters = {}) =>
  infiniteQueryOptions({
    queryKey: retentionKeys.archive(params),
    queryFn: ({ pageParam, signal }) => {
      const search = toSearch({ ...params, ...(pageParam === null ? {} : { cursor: pageParam }) });
      return fetchJson<ArchivePage>(`/v1/tuning/archive${search ? `?${search}` : ""}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** GET /v1/tuning/archive/{session_id} */
export const archivedSessionOptions = (id: string) =>
  queryOptions({
    queryKey: retentionKeys.archived(id),
    queryFn: ({ signal }) =>
      fetchJson<ArchivedSessionDetail>(`/v1/tuning/archive/${encodeURIComponent(id)}`, { signal }),
  });

/** PUT /v1/tuning/retention. @throws ApiError 409 when someone has changed the policy since. */
export const putRetentionPolicy = (input: RetentionPolicyInput) =>
  fetchJson<RetentionPolicy>("/v1/tuning/retention", { method: "PUT", body: input });

/** POST /v1/tuning/retention/run. @throws ApiError */
export const runRetention = (input: RetentionRunInput) =>
  fetchJson<RetentionRunResult>("/v1/tuning/retention/run", { method: "POST", body: input });

/** POST /v1/tuning/archive/{session_id}/restore. @throws ApiError */
export const restoreArchivedSession = (id: string) =>
  fetchJson<RestoredSession>(`/v1/tuning/archive/${encodeURIComponent(id)}/restore`, { method: "POST" });
