import { defineEndpoint } from "@/lib/http/endpoint";
import {
  costsByUserExportInput,
  costsByUserPage,
  costsByUserQuery,
  costsDailyQuery,
  costsDailyResult,
  costsSummary,
  costsSummaryQuery,
} from "./schemas";

const tag = "costs";
const readers = { allowed: "Members, and keys with scope read or export." };

export const getCostsDaily = defineEndpoint({
  method: "GET",
  path: "/v1/costs/daily",
  tag,
  summary: "Cost and tokens per day, week or month",
  description:
    "The last 7 days without a range; whole UTC days. With `group_by`, one row per bucket and value, largest first. Buckets without interactions are absent.",
  access: readers,
  query: costsDailyQuery,
  responses: { 200: { description: "One row per bucket, oldest first", schema: costsDailyResult } },
});

export const getCostsSummary = defineEndpoint({
  method: "GET",
  path: "/v1/costs/summary",
  tag,
  summary: "Totals, and the previous period to compare with",
  description:
    "The last 7 days without a range. `complete` leaves the running day out; `previous` is as many days right before the range.",
  access: readers,
  query: costsSummaryQuery,
  responses: { 200: { description: "The totals", schema: costsSummary } },
});

export const getCostsByUser = defineEndpoint({
  method: "GET",
  path: "/v1/costs/by-user",
  tag,
  summary: "Cost and cost efficiency per end user",
  description:
    "The last 7 days without a range. Cost efficiency is total cost / average satisfaction: the lower, the better.",
  access: readers,
  query: costsByUserQuery,
  responses: { 200: { description: "One page", schema: costsByUserPage } },
});

export const exportCostsByUserRows = defineEndpoint({
  method: "POST",
  path: "/v1/costs/by-user/export",
  tag,
  summary: "Download end users with what they cost as CSV or JSONL",
  description:
    "Streams every end user under the filters, or of these only the given ids, most cost first. Figures are of the range; the last 7 days without one.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: costsByUserExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
