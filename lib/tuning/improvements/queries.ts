import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { encodeCursor } from "@/lib/query/cursor";
import { rowId } from "@/lib/query/fields";
import { newcombeInterval } from "@/lib/stats/newcombe";
import { wilsonInterval } from "@/lib/stats/wilson";
import { type Client, callFunction } from "@/lib/supabase/client";
import { readPages } from "@/lib/supabase/export-rows";
import {
  type Improvement,
  type ImprovementFilter,
  type ImprovementListQuery,
  type ImprovementOutcome,
  type ImprovementPage,
  type ImprovementRow,
  type ImprovementSummary,
  type ImprovementSummaryQuery,
  improvement,
  improvementOutcome,
  improvementRow,
  improvementSummary,
} from "./schemas";

const page = z.object({ data: z.array(improvementRow), next: z.string().nullable() });

/** One page of notes under a filter, with the cursor of the next. A page may be shorter than `limit` when texts are large. */
export async function listImprovements(
  client: Client,
  query: ImprovementListQuery,
): Promise<ImprovementPage> {
  const { data, next } = await callFunction(
    client,
    "list_improvements",
    {
      filter: JSON.stringify(query.filter),
      sort: query.sort,
      page_limit: query.limit,
      page_cursor: query.cursor ?? undefined,
    },
    page,
  );
  return { data, next_cursor: encodeCursor(next) };
}

/** Notes under a filter by category and status. */
export async function summarizeImprovements(
  client: Client,
  { filter }: ImprovementSummaryQuery,
): Promise<ImprovementSummary> {
  return callFunction(
    client,
    "summarize_improvements",
    { filter: JSON.stringify(filter) },
    improvementSummary,
  );
}

/**
 * One note with its turn.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getImprovement(client: Client, id: string): Promise<ImprovementRow> {
  const found = await callFunction(
    client,
    "get_improvement",
    { improvement_id: id },
    improvementRow.nullable(),
  );
  if (!found) throw new AppError("not_found", "There is no such note.");
  return found;
}

/**
 * Notes of a turn, oldest first.
 * @throws AppError not_found when the turn does not exist for the caller.
 */
export async function listTurnImprovements(client: Client, turnId: string): Promise<Improvement[]> {
  return callFunction(client, "list_turn_improvements", { turn_id: turnId }, z.array(improvement));
}

const observation = z.object({
  id: rowId,
  applied_in_version: z.string().nullable(),
  matched_by: improvementOutcome.shape.matched_by,
  before_turns: z.int(),
  before_noted: z.int(),
  after_turns: z.int(),
  after_noted: z.int(),
  is_limited: z.boolean(),
  later_turns: improvementOutcome.shape.later_turns,
});

/**
 * Reviewed turns like the note's before and since the version in which it was applied: shares with a note of the same
 * category and their Wilson 95% intervals, the difference with its Newcombe 95% interval. Null without turns.
 * @throws AppError not_found when the note does not exist for the caller.
 */
export async function observeImprovement(client: Client, id: string): Promise<ImprovementOutcome> {
  const seen = await callFunction(client, "observe_improvement", { improvement_id: id }, observation);
  const before = toRate(seen.before_noted, seen.before_turns);
  const after = toRate(seen.after_noted, seen.after_turns);
  const interval = newcombeInterval(
    { positive: after.noted, total: after.turns },
    { positive: before.noted, total: before.turns },
  );
  return {
    id: seen.id,
    applied_in_version: seen.applied_in_version,
    matched_by: seen.matched_by,
    before,
    after,
    is_limited: seen.is_limited,
    difference: before.share === null || after.share === null ? null : after.share - before.share,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
    later_turns: seen.later_turns,
  };
}

function toRate(noted: number, turns: number): ImprovementOutcome["before"] {
  const interval = wilsonInterval(noted, turns);
  return {
    turns,
    noted,
    share: turns > 0 ? noted / turns : null,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
  };
}

/** Every note under a filter, oldest first, in pages that keep memory constant. */
export function exportImprovements(
  client: Client,
  filter: ImprovementFilter,
  signal?: AbortSignal,
): AsyncGenerator<ImprovementRow[]> {
  return readPages(
    (cursor) =>
      callFunction(
        client,
        "export_improvements_page",
        { filter: JSON.stringify(filter), page_limit: 1000, page_cursor: cursor },
        page,
      ),
    signal,
  );
}
