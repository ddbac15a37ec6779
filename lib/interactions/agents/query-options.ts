import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetch-json";
import { toSearch, toUrl } from "@/lib/query/parameters";
import type { AgentRow, LiveResult, SubmissionRateResult } from "./schemas";

type Parameters = Record<string, string | readonly string[] | undefined>;

const get = <Result>(path: string, params: Parameters, signal: AbortSignal) =>
  fetchJson<Result>(toUrl(path, params), { signal });

/** GET /v1/analytics/agents */
export const agentsOptions = (params: Parameters) =>
  queryOptions({
    queryKey: ["interactions", "agents", toSearch(params)] as const,
    queryFn: ({ signal }) => get<{ data: AgentRow[] }>("/v1/analytics/agents", params, signal),
  });

/** GET /v1/analytics/live, asked again every 15 seconds while someone looks. */
export const liveOptions = (params: Parameters) =>
  queryOptions({
    queryKey: ["interactions", "live", toSearch(params)] as const,
    queryFn: ({ signal }) => get<LiveResult>("/v1/analytics/live", params, signal),
    refetchInterval: 15_000,
  });

/** GET /v1/analytics/submission-rate */
export const submissionRateOptions = (params: Parameters) =>
  queryOptions({
    queryKey: ["interactions", "submission-rate", toSearch(params)] as const,
    queryFn: ({ signal }) => get<SubmissionRateResult>("/v1/analytics/submission-rate", params, signal),
  });
