import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { DatasetDefinition } from "../definitions/schemas";
import type { DatasetPreview } from "../versions/schemas";
import { facetRequest } from "./prepare-facets";
import type { DatasetSource } from "./schemas";

const previewKeys = { all: ["dataset-preview"] as const };

/** Lines that are shown as they will be written. */
const SAMPLE = 20;
/** How long an answer stands for the same definition: counting again for every look costs more than it tells. */
const FRESH_MS = 60_000;

/** A preview and what it is of: it may stand a while after the form has moved on. */
export type PreviewAnswer = { definition: DatasetDefinition; preview: DatasetPreview };

/** POST /v1/datasets/preview: what freezing would write. `isAll`: of every row, which takes as long as freezing. */
export const previewOptions = (definition: DatasetDefinition, isAll: boolean) =>
  queryOptions({
    queryKey: [...previewKeys.all, JSON.stringify(definition), isAll] as const,
    queryFn: async ({ signal }): Promise<PreviewAnswer> => ({
      definition,
      preview: await fetchJson<DatasetPreview>("/v1/datasets/preview", {
        method: "POST",
        body: { definition, sample: SAMPLE, ...(isAll ? { rows: null } : {}) },
        signal,
      }),
    }),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** The values that a filter of a source has under these parameters, and how often. */
export const facetOptions = (
  source: DatasetSource,
  name: string,
  parameters: Record<string, string | string[]>,
) => {
  const request = facetRequest(source, name, parameters);
  return queryOptions({
    queryKey: ["dataset-facet", source, name, toSearch(parameters)] as const,
    queryFn: async ({ signal }) =>
      request ? request.read(await fetchJson(toUrl(request.path, request.parameters), { signal })) : [],
    enabled: request !== null,
    staleTime: FRESH_MS,
  });
};
