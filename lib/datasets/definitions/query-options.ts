import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Dataset, DatasetInput, DatasetUpdate, datasetPage } from "../versions/schemas";

/** Parameters in the grammar of the API: q. */
export type DatasetParameters = Record<string, string | undefined>;
export type DatasetPage = z.infer<typeof datasetPage>;

export const datasetKeys = {
  /** Everything of datasets, their versions included. */
  all: ["datasets"] as const,
  list: (params: DatasetParameters) => ["datasets", "list", toSearch(params)] as const,
  one: (id: string) => ["datasets", "one", id] as const,
};

/** GET and POST address of datasets. */
export const datasetsPath = "/v1/datasets";

/** GET, PATCH and DELETE address of a dataset. */
export const datasetPath = (id: string) => `${datasetsPath}/${encodeURIComponent(id)}`;

/** GET /v1/datasets, page by page */
export const datasetsOptions = (params: DatasetParameters = {}) =>
  infiniteQueryOptions({
    queryKey: datasetKeys.list(params),
    queryFn: ({ signal, pageParam }) =>
      fetchJson<DatasetPage>(toUrl(datasetsPath, { ...params, cursor: pageParam || undefined }), { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** GET /v1/datasets/{id} */
export const datasetOptions = (id: string) =>
  queryOptions({
    queryKey: datasetKeys.one(id),
    queryFn: ({ signal }) => fetchJson<Dataset>(datasetPath(id), { signal }),
  });

/** POST /v1/datasets. @throws ApiError 400 with issues that name definition.… or schedule.… */
export const postDataset = (input: DatasetInput) =>
  fetchJson<Dataset>(datasetsPath, { method: "POST", body: input });

/** PATCH /v1/datasets/{id}. @throws ApiError 400 as postDataset; 409 when someone has changed it since. */
export const patchDataset = (id: string, update: DatasetUpdate) =>
  fetchJson<Dataset>(datasetPath(id), { method: "PATCH", body: update });

/** DELETE /v1/datasets/{id}; restoreDataset() undoes it. */
export const deleteDataset = (id: string) => fetchJson<void>(datasetPath(id), { method: "DELETE" });

/** POST /v1/datasets/{id}/restore */
export const restoreDataset = (id: string) =>
  fetchJson<Dataset>(`${datasetPath(id)}/restore`, { method: "POST" });
