import "server-only";
import { z } from "zod";
import { encodeCursor } from "@/lib/query/cursor";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import {
  type CostsByUserQuery,
  type CostsByUserRow,
  type CostsDailyQuery,
  type CostsDailyRow,
  type CostsSummary,
  type CostsSummaryQuery,
  costsByUserRow,
  costsDailyRow,
  costTotals,
  type UserFilter,
} from "./schemas";

/** Cost, tokens and satisfaction per bucket of UTC days, oldest first; buckets without interactions are absent. */
export async function listCostsDaily(client: Client, query: CostsDailyQuery): Promise<CostsDailyRow[]> {
  return callFunction(
    client,
    "costs_daily",
    {
      filter: JSON.stringify(query.filter),
      group_by: query.groupBy ?? undefined,
      granularity: query.granularity,
    },
    z.array(costsDailyRow),
  );
}

const summary = z.object({
  whole: costTotals,
  complete: costTotals.nullable(),
  previous: costTotals.nullable(),
});

/** Totals of a range, and of its complete days beside as many days before them. */
export async function summarizeCosts(client: Client, { filter }: CostsSummaryQuery): Promise<CostsSummary> {
  const { whole, complete, previous } = await callFunction(
    client,
    "costs_summary",
    { filter: JSON.stringify(filter) },
    summary,
  );
  return { ...whole, complete, previous };
}

const page = z.object({
  data: z.array(costsByUserRow),
  next: z.string().nullable(),
  total: z.coerce.number(),
});

/** One page of end users with what they cost, and how many there are. */
export async function listCostsByUser(
  client: Client,
  query: CostsByUserQuery,
): Promise<{ data: CostsByUserRow[]; next_cursor: string | null; total: number }> {
  const { data, next, total } = await callFunction(
    client,
    "costs_by_user",
    {
      filter: JSON.stringify(query.filter),
      sort: query.sort,
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next), total };
}

/** Every end user under a filter with what they cost, most cost first, as a download reads them. */
export function exportCostsByUser(
  client: Client,
  { ids, ...filter }: UserFilter & { ids?: string[] },
  signal?: AbortSignal,
): AsyncGenerator<CostsByUserRow[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_costs_by_user_page",
        {
          filter: JSON.stringify(ids ? { ...filter, user_id: ids } : filter),
          page_limit: 1000,
          page_cursor: cursor,
        },
        page,
      ),
    signal,
  );
}
