import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withStoredIds } from "@/lib/privacy/ingest";
import { encodeCursor } from "@/lib/query/cursor";
import { countDays, granularityFor } from "@/lib/query/range";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import type { ExecutionFilter, OutcomeFilter } from "../filter";
import {
  type Execution,
  type ExecutionListQuery,
  type ExecutionPage,
  type ExecutionStats,
  execution,
  executionStats,
  type OutcomeBreakdownQuery,
  type OutcomeBreakdownRow,
  type OutcomeSeriesQuery,
  outcomeBreakdownRow,
  type outcomeSeries,
  outcomeSeriesRow,
  promptResponse,
  type VersionRow,
  versionRow,
} from "./schemas";

const page = z.object({ data: z.array(execution), next: z.string().nullable() });

/** One page of executions under a filter, with the cursor of the next. A page may be shorter than `limit` when rows are large. */
export async function listExecutions(client: Client, query: ExecutionListQuery): Promise<ExecutionPage> {
  const { data, next } = await callFunction(
    client,
    "list_executions",
    {
      filter: JSON.stringify(withStoredIds(query.filter)),
      sort: query.sort,
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** How many executions match a filter. */
export async function countExecutions(client: Client, filter: ExecutionFilter): Promise<number> {
  return callFunction(
    client,
    "count_executions",
    { filter: JSON.stringify(withStoredIds(filter)) },
    z.coerce.number(),
  );
}

/**
 * One execution.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getExecution(client: Client, id: string): Promise<Execution> {
  const found = await callFunction(client, "get_execution", { execution_id: id }, execution.nullable());
  if (!found) throw new AppError("not_found", "There is no such execution.");
  return found;
}

const examplePage = z.object({ data: z.array(promptResponse), next: z.string().nullable() });

/**
 * What may serve as an example under a filter, oldest first, in pages that keep memory constant. Pages are read one after the
 * other, so executions that arrive meanwhile are included unless the filter ends before them.
 * @throws AppError forbidden when the caller may not export datasets.
 */
export function exportPromptResponses(
  client: Client,
  filter: ExecutionFilter,
  signal?: AbortSignal,
): AsyncGenerator<z.infer<typeof promptResponse>[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_executions_page",
        { filter: JSON.stringify(withStoredIds(filter)), page_limit: 1000, page_cursor: cursor },
        examplePage,
      ),
    signal,
  );
}

/** Every execution under a filter, oldest first, as a download reads them. */
export function exportExecutions(
  client: Client,
  filter: ExecutionFilter,
  signal?: AbortSignal,
): AsyncGenerator<Execution[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_execution_rows_page",
        { filter: JSON.stringify(withStoredIds(filter)), page_limit: 2000, page_cursor: cursor },
        page,
      ),
    signal,
  );
}

/** Figures of a range, of its complete days, and of as many days right before it. */
export async function summarizeExecutions(client: Client, filter: OutcomeFilter): Promise<ExecutionStats> {
  return callFunction(client, "execution_stats", { filter: JSON.stringify(filter) }, executionStats);
}

/** Figures per bucket of UTC days, oldest first; buckets without executions are absent. */
export async function summarizeExecutionsOverTime(
  client: Client,
  query: OutcomeSeriesQuery,
): Promise<z.infer<typeof outcomeSeries>> {
  const { from, to } = query.filter;
  const suited = from && to ? granularityFor(countDays({ from, to })) : "month";
  // The rollup knows no hours.
  const granularity = query.granularity ?? (suited === "hour" ? "day" : suited);
  const data = await callFunction(
    client,
    "execution_timeseries",
    { filter: JSON.stringify(query.filter), granularity, group_by: query.groupBy ?? undefined },
    z.array(outcomeSeriesRow),
  );
  return { data, granularity };
}

/** Figures per model, strategy, version or project, most executions first. */
export async function breakDownExecutions(
  client: Client,
  query: OutcomeBreakdownQuery,
): Promise<OutcomeBreakdownRow[]> {
  return callFunction(
    client,
    "execution_breakdown",
    { filter: JSON.stringify(query.filter), group_by: query.groupBy },
    z.array(outcomeBreakdownRow),
  );
}

/** The versions that were first seen in a range, newest first, with the figures before and after. */
export async function listVersions(client: Client, filter: OutcomeFilter): Promise<VersionRow[]> {
  return callFunction(client, "execution_versions", { filter: JSON.stringify(filter) }, z.array(versionRow));
}
