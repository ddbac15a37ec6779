import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  failurePattern,
  type Heatmap,
  type HeatmapQuery,
  heatmap,
  type PatternListQuery,
  type PatternPage,
} from "./schemas";

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
    z.object({ data: z.array(failurePattern), next: z.string().nullable() }),
  );
  return { data, next_cursor: encodeCursor(next) };
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
