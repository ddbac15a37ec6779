import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { CompareInput, Comparison, KeptComparison, PromptVersion, VersionInput } from "./schemas";

export type VersionParameters = Record<string, string | readonly string[] | undefined>;

export const versionKeys = {
  all: ["tuning-versions"] as const,
  list: (params: VersionParameters) => ["tuning-versions", "list", toSearch(params)] as const,
  detail: (version: string, params: VersionParameters) =>
    ["tuning-versions", "detail", version, toSearch(params)] as const,
  comparison: (params: VersionParameters) => ["tuning-versions", "compare", toSearch(params)] as const,
  kept: (params: VersionParameters) => ["tuning-versions", "kept", toSearch(params)] as const,
};

const root = "/v1/tuning/versions";
/** GET /v1/tuning/versions; params may hold project */
export const versionsOptions = (params: VersionParameters = {}) =>
  queryOptions({
    queryKey: versionKeys.list(params),
    queryFn: ({ signal }) => fetchJson<{ data: PromptVersion[] }>(toUrl(root, params), { signal }),
  });

/** GET /v1/tuning/versions/{version}; params may hold project */
export const versionOptions = (version: string, params: VersionParameters = {}) =>
  queryOptions({
    queryKey: versionKeys.detail(version, params),
    queryFn: ({ signal }) =>
      fetchJson<PromptVersion>(toUrl(`${root}/${encodeURIComponent(version)}`, params), { signal }),
  });

/** GET /v1/tuning/versions/compare; params hold a, b and perhaps project */
export const comparisonOptions = (params: VersionParameters) =>
  queryOptions({
    queryKey: versionKeys.comparison(params),
    queryFn: ({ signal }) => fetchJson<Comparison>(toUrl(`${root}/compare`, params), { signal }),
  });

/** GET /v1/tuning/versions/comparisons; params may hold project */
export const keptComparisonsOptions = (params: VersionParameters = {}) =>
  queryOptions({
    queryKey: versionKeys.kept(params),
    queryFn: ({ signal }) =>
      fetchJson<{ data: KeptComparison[] }>(toUrl(`${root}/comparisons`, params), { signal }),
  });

/** PUT /v1/tuning/versions/{version}. @throws ApiError */
export const putVersion = (version: string, input: VersionInput) =>
  fetchJson<PromptVersion>(`${root}/${encodeURIComponent(version)}`, { method: "PUT", body: input });

/** POST /v1/tuning/versions/compare. @throws ApiError */
export const keepComparison = (input: CompareInput) =>
  fetchJson<KeptComparison>(`${root}/compare`, { method: "POST", body: input });
