import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { withStoredIds } from "@/lib/privacy/ingest";
import { encodeCursor } from "@/lib/query/cursor";
import { countDays, granularityFor } from "@/lib/query/range";
import { timestamp } from "@/lib/query/timestamp";
import { type Client, callFunction } from "@/lib/supabase/client";
import type { AccuracyQuery, FeedbackFilter, ListQuery, StatsQuery, TimeseriesQuery } from "./filter";
import {
  type AccuracyRow,
  accuracyRow,
  type Feedback,
  type FeedbackPage,
  type FeedbackRevision,
  type FeedbackStats,
  feedback,
  feedbackRevision,
  feedbackSummary,
  type TimeseriesResult,
  timeseriesRow,
} from "./schemas";

const page = z.object({ data: z.array(feedback), next: z.string().nullable() });

/** One page of votes under a filter, with the cursor of the next. A page may be shorter than `limit` when rows are large. */
export async function listFeedback(client: Client, query: ListQuery): Promise<FeedbackPage> {
  const { data, next } = await callFunction(
    client,
    "list_feedback",
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

/** How many votes match a filter. */
export async function countFeedback(client: Client, filter: FeedbackFilter): Promise<number> {
  return callFunction(
    client,
    "count_feedback",
    { filter: JSON.stringify(withStoredIds(filter)) },
    z.coerce.number(),
  );
}

/**
 * One vote.
 * @throws AppError not_found when it does not exist for the caller.
 */
export async function getFeedback(client: Client, id: string): Promise<Feedback> {
  const vote = await callFunction(client, "get_feedback", { feedback_id: id }, feedback.nullable());
  if (!vote) throw new AppError("not_found", "There is no such vote.");
  return vote;
}

/** What a vote was before each change, newest first. */
export async function listFeedbackRevisions(client: Client, id: string): Promise<FeedbackRevision[]> {
  await getFeedback(client, id);
  return callFunction(client, "list_feedback_revisions", { feedback_id: id }, z.array(feedbackRevision));
}

/** Accuracy per group with its Wilson 95% interval, largest groups first. */
export async function summarizeAccuracy(client: Client, query: AccuracyQuery): Promise<AccuracyRow[]> {
  return callFunction(
    client,
    "feedback_accuracy",
    { filter: JSON.stringify(withStoredIds(query.filter)), group_by: query.groupBy.join(",") },
    z.array(accuracyRow),
  );
}

const stats = z.object({
  whole: feedbackSummary,
  complete: feedbackSummary.nullable(),
  complete_to: timestamp.nullable(),
  previous: feedbackSummary.nullable(),
  previous_from: timestamp.nullable(),
  previous_to: timestamp.nullable(),
});

/** Totals of a range, and of its complete days beside as many days before them. */
export async function summarizeFeedback(client: Client, { filter }: StatsQuery): Promise<FeedbackStats> {
  const result = await callFunction(
    client,
    "feedback_stats",
    { filter: JSON.stringify(withStoredIds(filter)) },
    stats,
  );
  const { from = null, to = null } = filter;
  const complete =
    result.complete && from && result.complete_to
      ? { ...result.complete, from, to: result.complete_to }
      : null;
  const previous =
    result.previous && result.previous_from && result.previous_to
      ? { ...result.previous, from: result.previous_from, to: result.previous_to }
      : null;
  return { ...result.whole, from, to, complete, previous };
}

/** Votes and accuracy per bucket of time. The granularity is chosen by the length of the range when the query names none. */
export async function summarizeFeedbackOverTime(
  client: Client,
  query: TimeseriesQuery,
): Promise<TimeseriesResult> {
  const { from, to } = query.filter;
  const granularity = query.granularity ?? (from && to ? granularityFor(countDays({ from, to })) : "month");
  const data = await callFunction(
    client,
    "feedback_timeseries",
    { filter: JSON.stringify(withStoredIds(query.filter)), granularity, group_by: query.groupBy },
    z.array(timeseriesRow),
  );
  return { granularity, data };
}

/**
 * Every vote under a filter, oldest first, in pages that keep memory constant. Pages are read one after the other, so votes
 * that arrive meanwhile are included unless the filter ends before them. `purpose` decides the permission: rows on screen,
 * or training files.
 */
export async function* exportFeedback(
  client: Client,
  filter: FeedbackFilter,
  purpose: "rows" | "finetuning",
  signal?: AbortSignal,
): AsyncGenerator<Feedback[]> {
  let position: string | undefined;
  do {
    signal?.throwIfAborted();
    const { data, next }: z.infer<typeof page> = await callFunction(
      client,
      "export_feedback_page",
      { filter: JSON.stringify(withStoredIds(filter)), purpose, page_limit: 2000, page_cursor: position },
      page,
    );
    yield data;
    position = next ?? undefined;
  } while (position !== undefined);
}
