import { defineEndpoint } from "@/lib/http/endpoint";
import {
  flowResult,
  handoffsQuery,
  handoffsResult,
  recommendationsQuery,
  recommendationsResult,
} from "./schemas";

const tag = "interactions";
const readers = { allowed: "Members, and keys with scope read or export." };

export const listHandoffsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/handoffs",
  tag,
  summary: "Hand-offs from agent to agent",
  description:
    "An interaction whose predecessor in the conversation has another agent. Whole UTC days; the last 7 without a range. The 1,000 most frequent.",
  access: readers,
  query: handoffsQuery,
  responses: { 200: { description: "One row per pair, the most frequent first", schema: handoffsResult } },
});

export const listDomainFlowEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/flow",
  tag,
  summary: "Transitions between domains within conversations",
  description:
    "Between interactions that follow each other and both have a domain; staying in a domain counts. Whole UTC days; the last 7 without a range. The 1,000 most frequent.",
  access: readers,
  query: handoffsQuery,
  responses: { 200: { description: "One row per transition, by domain", schema: flowResult } },
});

export const listRecommendationsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/recommendations",
  tag,
  summary: "The agent that has done best per domain or end user",
  description:
    "An observation, not an experiment: agents are compared on the traffic that each of them got. Only agents with at least 10 rated interactions are compared, and at least two of them are needed; with `group_by=channel_id` that holds within each channel. Whole UTC days; the last 30 without a range. The 500 subjects with the most interactions.",
  access: readers,
  query: recommendationsQuery,
  responses: { 200: { description: "One row per domain or user", schema: recommendationsResult } },
});
