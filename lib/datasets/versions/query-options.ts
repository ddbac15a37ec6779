import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { ExportReport, Split } from "../writing/schemas";
import type { DatasetManifest, DatasetVersion, FileContainer, VersionDiff, WrittenExample } from "./schemas";

/** Parameters in the grammar of the API. */
export type VersionParameters = Record<string, string | undefined>;

export const versionKeys = {
  /** Everything about the versions of a dataset. */
  all: (datasetId: string) => ["dataset-versions", datasetId] as const,
  list: (datasetId: string) => ["dataset-versions", datasetId, "list"] as const,
  detail: (datasetId: string, version: number) => ["dataset-versions", datasetId, "detail", version] as const,
  items: (datasetId: string, version: number, params: VersionParameters) =>
    ["dataset-versions", datasetId, "items", version, toSearch(params)] as const,
  report: (datasetId: string, version: number) => ["dataset-versions", datasetId, "report", version] as const,
  manifest: (datasetId: string, version: number) =>
    ["dataset-versions", datasetId, "manifest", version] as const,
  diff: (datasetId: string, version: number, params: VersionParameters) =>
    ["dataset-versions", datasetId, "diff", version, toSearch(params)] as const,
};

const versionsPath = (datasetId: string) => `/v1/datasets/${encodeURIComponent(datasetId)}/versions`;
const versionPath = (datasetId: string, version: number) => `${versionsPath(datasetId)}/${version}`;

/** Address of a version's file; a browser that opens it saves it under its own name. */
export const downloadPath = (
  datasetId: string,
  version: number,
  { container, split }: { container: FileContainer; split: "all" | Split },
) => toUrl(`${versionPath(datasetId, version)}/download`, { format: container, split });

/** Whether its freezing is still under way. */
export const isOpen = ({ state }: Pick<DatasetVersion, "state">): boolean =>
  state === "queued" || state === "running";

/** How often a version that is being frozen is looked at. */
const LOOK_MS = 1_000;

type Page<Row> = { data: Row[]; next_cursor: string | null };
const endless = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

/** GET /v1/datasets/{id}/versions, newest first, page by page; looked at again and again while one is being frozen. */
export const versionsOptions = (datasetId: string) =>
  infiniteQueryOptions({
    queryKey: versionKeys.list(datasetId),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<DatasetVersion>>(toUrl(versionsPath(datasetId), { cursor: pageParam ?? undefined }), {
        signal,
      }),
    ...endless,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(isOpen)) ? LOOK_MS : false,
  });

/** GET /v1/datasets/{id}/versions/{version}; looked at again and again while it is being frozen. */
export const versionOptions = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: versionKeys.detail(datasetId, version),
    queryFn: ({ signal }) => fetchJson<DatasetVersion>(versionPath(datasetId, version), { signal }),
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? LOOK_MS : false),
  });

/** GET …/items; params may hold split and lint */
export const itemsOptions = (datasetId: string, version: number, params: VersionParameters = {}) =>
  infiniteQueryOptions({
    queryKey: versionKeys.items(datasetId, version, params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<WrittenExample>>(
        toUrl(`${versionPath(datasetId, version)}/items`, { ...params, cursor: pageParam ?? undefined }),
        { signal },
      ),
    ...endless,
  });

/** GET …/report */
export const reportOptions = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: versionKeys.report(datasetId, version),
    queryFn: ({ signal }) => fetchJson<ExportReport>(`${versionPath(datasetId, version)}/report`, { signal }),
  });

/** GET …/manifest */
export const manifestOptions = (datasetId: string, version: number) =>
  queryOptions({
    queryKey: versionKeys.manifest(datasetId, version),
    queryFn: ({ signal }) =>
      fetchJson<DatasetManifest>(`${versionPath(datasetId, version)}/manifest`, { signal }),
  });

/** GET …/diff; params hold with, and perhaps change */
export const diffOptions = (datasetId: string, version: number, params: VersionParameters) =>
  infiniteQueryOptions({
    queryKey: versionKeys.diff(datasetId, version, params),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<VersionDiff>(
        toUrl(`${versionPath(datasetId, version)}/diff`, { ...params, cursor: pageParam ?? undefined }),
        { signal },
      ),
    ...endless,
  });

/** POST …/versions: begins to freeze the next version. @throws ApiError */
export const freezeDataset = (datasetId: string) =>
  fetchJson<DatasetVersion>(versionsPath(datasetId), { method: "POST" });

/** POST …/cancel. @throws ApiError */
export const cancelVersion = (datasetId: string, version: number) =>
  fetchJson<DatasetVersion>(`${versionPath(datasetId, version)}/cancel`, { method: "POST" });
