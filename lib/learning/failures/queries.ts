import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import {
  type FailurePattern,
  failurePattern,
  type Heatmap,
  type HeatmapQuery,
  heatmap,
  type PatternFilter,
  type PatternListQuery,
  type PatternPage,
  type PatternState,
  patternState,
} from "./schemas";

const page = z.object({ data: z.array(failurePattern), next: z.string().nullable() });

/** A page of the failure patterns of the caller's projects with a failure in the range, most failures first. */
export async function listFailurePatterns(client: Client, query: PatternListQuery): Promise<PatternPage> {
  const { data, next } = await callFunction(
    client,
    "list_failure_patterns",
    {
      filter: JSON.stringify(query.filter),
      page_limit: query.limit,
      ...(query.cursor === null ? {} : { page_cursor: query.cursor }),
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** A failure pattern without the figures of a range. @throws AppError not_found when it does not exist for the caller. */
export async function getFailurePattern(client: Client, id: string): Promise<PatternState> {
  return callFunction(client, "get_failure_pattern", { pattern_id: id }, patternState);
}

/** How many patterns of the caller's projects have a failure in the range. */
export async function countFailurePatterns(client: Client, filter: PatternFilter): Promise<number> {
  return callFunction(
    client,
    "count_failure_patterns",
    { filter: JSON.stringify(filter) },
    z.coerce.number(),
  );
}

/** Every pattern with a failure in the range, most failures first, as a download reads them. */
export function exportFailurePatterns(
  client: Client,
  filter: PatternFilter,
  signal?: AbortSignal,
): AsyncGenerator<FailurePattern[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_failure_patterns_page",
        { filter: JSON.stringify(filter), page_limit: 500, page_cursor: cursor },
        page,
      ),
    signal,
  );
}

/** Failures of the most frequent patterns of the caller's projects by version; cells without a failure are absent. */
export async function getFailureHeatmap(client: Client, query: HeatmapQuery): Promise<Heatmap> {
  return callFunction(
    client,
    "failure_heatmap",
    {
      filter: JSON.stringify(query.filter),
      max_patterns: query.patterns,
      max_versions: query.versions,
    },
    heatmap,
  );
}
