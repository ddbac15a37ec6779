import { z } from "zod";
import { MAX_BATCH_BYTES } from "@/lib/http/body";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { accuracyQuery, countQuery, listQuery, statsQuery, timeseriesQuery } from "./filter";
import {
  accuracyResult,
  batchResult,
  feedback,
  feedbackBatchInput,
  feedbackInput,
  feedbackPage,
  feedbackRevision,
  feedbackStats,
  feedbackUpdate,
  finetuningExportInput,
  finetuningReport,
  rowsExportInput,
  timeseriesResult,
} from "./schemas";

const tag = "feedback";
const feedbackId = z.object({ feedback_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };
const changers = { allowed: "Admins, and keys with both scopes ingest and read." };

export const createFeedback = defineEndpoint({
  method: "POST",
  path: "/v1/feedback",
  tag,
  summary: "Record a vote",
  description:
    "Answers when the vote is stored. The same `id` or `Idempotency-Key` with the same body answers as the first time, with another body 409. With `response_id` and `user_id`, a second vote by the same user replaces the first (200).",
  access: { allowed: "Admins, and keys with scope ingest." },
  body: feedbackInput,
  isIdempotent: true,
  responses: {
    201: { description: "Recorded", schema: feedback },
    200: { description: "Replaced the user's earlier vote", schema: feedback },
  },
});

export const createFeedbackBatch = defineEndpoint({
  method: "POST",
  path: "/v1/feedback/batch",
  tag,
  summary: "Record up to 1,000 votes, all or nothing",
  access: { allowed: "Admins, and keys with scope ingest." },
  body: feedbackBatchInput,
  maxBodyBytes: MAX_BATCH_BYTES,
  isIdempotent: true,
  responses: { 201: { description: "Recorded", schema: batchResult } },
});

export const listFeedbackEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/feedback",
  tag,
  summary: "List votes, newest first",
  access: readers,
  query: listQuery,
  responses: { 200: { description: "One page", schema: feedbackPage } },
});

export const countFeedbackEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/count",
  tag,
  summary: "Count votes under a filter",
  access: readers,
  query: countQuery,
  responses: { 200: { description: "The number", schema: z.object({ total: z.int() }) } },
});

export const getFeedbackEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/{feedback_id}",
  tag,
  summary: "Read a vote",
  access: readers,
  params: feedbackId,
  responses: { 200: { description: "The vote", schema: feedback } },
});

export const updateFeedbackEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/feedback/{feedback_id}",
  tag,
  summary: "Change a vote",
  description: "Only the fields sent are changed; null clears. What they were is kept as a revision.",
  access: {
    allowed:
      "Admins, and keys with both scopes ingest and read; every member for comment and corrected_response.",
  },
  params: feedbackId,
  body: feedbackUpdate,
  responses: { 200: { description: "The changed vote", schema: feedback } },
});

export const deleteFeedbackEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/feedback/{feedback_id}",
  tag,
  summary: "Delete a vote",
  description: "Can be undone for 30 days.",
  access: changers,
  params: feedbackId,
  responses: { 204: { description: "Deleted" } },
});

export const restoreFeedbackEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/feedback/{feedback_id}/restore",
  tag,
  summary: "Undo the deletion of a vote",
  access: changers,
  params: feedbackId,
  responses: { 200: { description: "The vote, as it was", schema: feedback } },
});

export const listFeedbackRevisionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/{feedback_id}/revisions",
  tag,
  summary: "List the changes of a vote, newest first",
  access: readers,
  params: feedbackId,
  responses: { 200: { description: "The changes", schema: z.object({ data: z.array(feedbackRevision) }) } },
});

export const getFeedbackAccuracy = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/accuracy",
  tag,
  summary: "Accuracy per model, intent, project or day",
  description:
    "Accuracy is positive / total, a fraction from 0 to 1, with its Wilson 95% interval. All time without a range.",
  access: readers,
  query: accuracyQuery,
  responses: { 200: { description: "One row per group, largest first", schema: accuracyResult } },
});

export const getFeedbackStats = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/stats",
  tag,
  summary: "Totals, and the previous period to compare with",
  description:
    "The last 7 days without a range. `complete` leaves the running day out; `previous` is as many days right before the range.",
  access: readers,
  query: statsQuery,
  responses: { 200: { description: "The totals", schema: feedbackStats } },
});

export const getFeedbackTimeseries = defineEndpoint({
  method: "GET",
  path: "/v1/feedback/timeseries",
  tag,
  summary: "Votes and accuracy over time",
  description: "The last 7 days without a range. Buckets are UTC; those without votes are absent.",
  access: readers,
  query: timeseriesQuery,
  responses: { 200: { description: "One row per bucket and series", schema: timeseriesResult } },
});

export const exportFeedbackRows = defineEndpoint({
  method: "POST",
  path: "/v1/feedback/export",
  tag,
  summary: "Download votes as CSV or JSONL",
  description: "Streams every vote under the filters, or only the given ids, oldest first.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: rowsExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});

export const exportFinetuning = defineEndpoint({
  method: "POST",
  path: "/v1/feedback/export/finetuning",
  tag,
  summary: "Download a weighted fine-tuning dataset",
  description:
    "Streams JSONL in the format of the trainer, or CSV, oldest first; the last 7 days without a range. With `dry_run`, answers the report instead of the file; its `from` and `to`, sent back as `start_date` and `end_date`, name exactly the votes it counted. 409 with `problems` when the votes lack what the format cannot do without, such as bad answers for `trl-kto`.",
  access: { allowed: "Admins, and keys with scope export." },
  body: finetuningExportInput,
  responses: {
    200: {
      description: "The file, or the report with dry_run",
      schema: finetuningReport,
      contentType: "application/x-ndjson",
    },
  },
});
