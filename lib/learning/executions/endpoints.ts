import { z } from "zod";
import { MAX_BATCH_BYTES } from "@/lib/http/body";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import { outcomeQuery } from "../filter";
import {
  execution,
  executionBatchInput,
  executionBatchResult,
  executionCount,
  executionExportInput,
  executionFilterQuery,
  executionInput,
  executionListQuery,
  executionPage,
  executionStats,
  executionUpdate,
  outcomeBreakdown,
  outcomeBreakdownQuery,
  outcomeSeries,
  outcomeSeriesQuery,
  promptResponse,
  versionList,
} from "./schemas";

const tag = "learning";
const executionId = z.object({ execution_id: rowId });
const recorders = { allowed: "Admins, and keys with scope ingest." };
const readers = { allowed: "Members, and keys with scope read or export." };

export const createExecution = defineEndpoint({
  method: "POST",
  path: "/v1/executions",
  tag,
  summary: "Record an execution",
  description:
    "What was asked, the plan the model answered with, and whether carrying it out worked. The same `id` or `Idempotency-Key` with the same body answers as the first time, with another body 409.",
  access: recorders,
  body: executionInput,
  isIdempotent: true,
  responses: { 201: { description: "Recorded", schema: execution } },
});

export const createExecutionBatch = defineEndpoint({
  method: "POST",
  path: "/v1/executions/batch",
  tag,
  summary: "Record up to 1,000 executions, all or nothing",
  access: recorders,
  body: executionBatchInput,
  maxBodyBytes: MAX_BATCH_BYTES,
  isIdempotent: true,
  responses: { 201: { description: "Recorded", schema: executionBatchResult } },
});

export const listExecutionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions",
  tag,
  summary: "List executions, newest first",
  access: readers,
  query: executionListQuery,
  responses: { 200: { description: "One page", schema: executionPage } },
});

export const countExecutionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/count",
  tag,
  summary: "Count executions under a filter",
  access: readers,
  query: executionFilterQuery,
  responses: { 200: { description: "The number", schema: executionCount } },
});

export const getExecutionEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/{execution_id}",
  tag,
  summary: "Read an execution",
  access: readers,
  params: executionId,
  responses: { 200: { description: "The execution", schema: execution } },
});

export const updateExecutionEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/executions/{execution_id}",
  tag,
  summary: "Add what is known later, such as the user's correction",
  description:
    "Only the fields sent are changed; null clears. `success: true` clears the error and its class. Every figure follows at once.",
  access: { allowed: "Admins, and keys with both scopes ingest and read." },
  params: executionId,
  body: executionUpdate,
  responses: { 200: { description: "The changed execution", schema: execution } },
});

export const exportPromptResponses = defineEndpoint({
  method: "GET",
  path: "/v1/executions/export.jsonl",
  tag,
  summary: "Download successful executions as {prompt, response} lines",
  description:
    "Oldest first, loadable as a few-shot file. A reviewer's better plan takes the place of the model's, and makes an example of a failed execution too; retired examples are left out. The download is noted in the audit log.",
  access: { allowed: "Admins, and keys with scope export." },
  query: executionFilterQuery,
  responses: { 200: { description: "The file", lines: promptResponse } },
});

export const getExecutionStats = defineEndpoint({
  method: "GET",
  path: "/v1/executions/stats",
  tag,
  summary: "Figures of a range, and of the period before it",
  description:
    "The last 30 days without a range; whole UTC days. `complete` leaves the running day out; `previous` is as many days right before the range.",
  access: readers,
  query: outcomeQuery,
  responses: { 200: { description: "The figures", schema: executionStats } },
});

export const getExecutionTimeseries = defineEndpoint({
  method: "GET",
  path: "/v1/executions/timeseries",
  tag,
  summary: "Success rate and the other figures over time",
  description:
    "The last 30 days without a range; whole UTC days. With `group_by`, one row per bucket and value. Buckets without executions are absent.",
  access: readers,
  query: outcomeSeriesQuery,
  responses: { 200: { description: "One row per bucket, oldest first", schema: outcomeSeries } },
});

export const getExecutionBreakdown = defineEndpoint({
  method: "GET",
  path: "/v1/executions/breakdown",
  tag,
  summary: "The figures per model, strategy, version or project",
  description: "The last 30 days without a range. Most executions first.",
  access: readers,
  query: outcomeBreakdownQuery,
  responses: { 200: { description: "One row per group", schema: outcomeBreakdown } },
});

export const listExecutionVersions = defineEndpoint({
  method: "GET",
  path: "/v1/executions/versions",
  tag,
  summary: "When each version came, with the figures before and after",
  description:
    "Versions first seen in the range (the last 30 days without one), newest first. `before` and `after`: the 7 days before its first day, and the first 7 complete days from then on, of every execution of its project under the filters (`version` aside).",
  access: readers,
  query: outcomeQuery,
  responses: { 200: { description: "One row per version and project", schema: versionList } },
});

export const exportExecutionRows = defineEndpoint({
  method: "POST",
  path: "/v1/executions/export",
  tag,
  summary: "Download executions as CSV or JSONL",
  description: "Streams every execution under the filters, or only the given ids, oldest first.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: executionExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
