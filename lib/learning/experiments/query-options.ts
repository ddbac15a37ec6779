import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { Assignment, Experiment, ExperimentResults } from "./schemas";

/** Parameters in the grammar of the API: project, status. */
export type ExperimentParameters = Record<string, string | undefined>;

export const experimentKeys = {
  all: ["learning", "experiments"] as const,
  list: (params: ExperimentParameters) => ["learning", "experiments", "list", toSearch(params)] as const,
  one: (id: string) => ["learning", "experiments", "one", id] as const,
  results: (id: string) => ["learning", "experiments", "results", id] as const,
  assignment: (id: string, subject: string) =>
    ["learning", "experiments", "assignment", id, subject] as const,
};

/** POST address of experiments. */
export const experimentsPath = "/v1/experiments";

/** PATCH and DELETE address of an experiment. */
export const experimentPath = (id: string) => `${experimentsPath}/${encodeURIComponent(id)}`;

/** POST address that makes a variant the default. */
export const promotePath = (id: string) => `${experimentPath(id)}/promote`;

/** GET /v1/experiments */
export const experimentsOptions = (params: ExperimentParameters = {}) =>
  queryOptions({
    queryKey: experimentKeys.list(params),
    queryFn: ({ signal }) => fetchJson<{ data: Experiment[] }>(toUrl(experimentsPath, params), { signal }),
  });

/** GET /v1/experiments/{experiment_id} */
export const experimentOptions = (id: string) =>
  queryOptions({
    queryKey: experimentKeys.one(id),
    queryFn: ({ signal }) => fetchJson<Experiment>(experimentPath(id), { signal }),
  });

/** GET /v1/experiments/{experiment_id}/results */
export const experimentResultsOptions = (id: string) =>
  queryOptions({
    queryKey: experimentKeys.results(id),
    queryFn: ({ signal }) => fetchJson<ExperimentResults>(`${experimentPath(id)}/results`, { signal }),
  });

/** GET /v1/experiments/{experiment_id}/assignment */
export const assignmentOptions = (id: string, subject: string) =>
  queryOptions({
    queryKey: experimentKeys.assignment(id, subject),
    queryFn: ({ signal }) =>
      fetchJson<Assignment>(toUrl(`${experimentPath(id)}/assignment`, { subject }), { signal }),
  });
