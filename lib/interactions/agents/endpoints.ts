import { defineEndpoint } from "@/lib/http/endpoint";
import {
  agentsQuery,
  agentsResult,
  liveQuery,
  liveResult,
  submissionRateQuery,
  submissionRateResult,
} from "./schemas";

const tag = "interactions";
const readers = { allowed: "Members, and keys with scope read or export." };

export const summarizeAgentsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/agents",
  tag,
  summary: "Agents side by side, or per model, project, channel or day",
  description:
    "Whole UTC days; the last 7 without a range. Averages are sums over counts, null without observations; a dimension that is not grouped by is null.",
  access: readers,
  query: agentsQuery,
  responses: {
    200: { description: "One row per group, the busiest first; days in order", schema: agentsResult },
  },
});

export const getLiveAnalytics = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/live",
  tag,
  summary: "The current hour, and what has changed",
  description:
    "The running UTC hour, read from the rows. Trends compare complete UTC days: yesterday with the day before it, the last 7 with the 7 before them. The percentages are of the last 7 complete days.",
  access: readers,
  query: liveQuery,
  responses: { 200: { description: "The dashboard", schema: liveResult } },
});

export const getSubmissionRate = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/submission-rate",
  tag,
  summary: "Votes per interaction and day",
  description:
    "Whole UTC days; the last 7 without a range. Days with neither are absent; `partial` marks today.",
  access: readers,
  query: submissionRateQuery,
  responses: { 200: { description: "One row per day", schema: submissionRateResult } },
});
