import { defineEndpoint } from "@/lib/http/endpoint";
import { trafficQuery } from "../filter";
import { contextResult } from "./schemas";

export const getContextAnalytics = defineEndpoint({
  method: "GET",
  path: "/v1/analytics/context",
  tag: "interactions",
  summary: "Satisfaction and response time by context size",
  description:
    "Bins double: 0 to 255 tokens, 256 to 511, 512 to 1,023 and so on; those without interactions are absent. Whole UTC days; the last 7 without a range. `knee` is null unless a bend is significant (p < 0.01, at least 200 rated interactions, satisfaction falls after it).",
  access: { allowed: "Members, and keys with scope read or export." },
  query: trafficQuery,
  responses: { 200: { description: "One row per bin, smallest first", schema: contextResult } },
});
