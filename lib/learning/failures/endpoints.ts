import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  heatmap,
  heatmapQuery,
  patternCount,
  patternCountQuery,
  patternExportInput,
  patternListQuery,
  patternPage,
  patternState,
  patternUpdate,
} from "./schemas";

const tag = "learning";
const readers = { allowed: "Members, and keys with scope read or export." };

export const listFailurePatternsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/failure-patterns",
  tag,
  summary: "List failure patterns, most failures first",
  description:
    "Errors of one kind: what is left of their texts without ids, numbers, quoted values and paths. The last 30 days without a range; whole UTC days; only patterns with a failure in it.",
  access: readers,
  query: patternListQuery,
  responses: { 200: { description: "One page", schema: patternPage } },
});

export const getFailurePatternEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/failure-patterns/{pattern_id}",
  tag,
  summary: "Read a failure pattern",
  description: "What it is and what is known of it; the figures of a range are in the list.",
  access: readers,
  params: z.object({ pattern_id: rowId }),
  responses: { 200: { description: "The pattern", schema: patternState } },
});

export const updateFailurePatternEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/executions/failure-patterns/{pattern_id}",
  tag,
  summary: "Say what is known of a failure pattern",
  description:
    "Only the fields sent are changed; null clears. A pattern that is fixed becomes regressed when a failure of it is recorded later, in `fixed_in_version` or in a version first seen at or after it (in any version without one). 409 when `expected_version` is not the stored version.",
  access: { allowed: "Product owners and admins." },
  params: z.object({ pattern_id: rowId }),
  body: patternUpdate,
  responses: { 200: { description: "The changed pattern", schema: patternState } },
});

export const getFailureHeatmapEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/failure-patterns/heatmap",
  tag,
  summary: "Failures of the most frequent patterns by version",
  description:
    "The last 30 days without a range; whole UTC days. The newest versions with an execution in the range, in the order in which they were first seen; cells without a failure are absent.",
  access: readers,
  query: heatmapQuery,
  responses: { 200: { description: "Patterns, versions and cells", schema: heatmap } },
});

export const countFailurePatternsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/failure-patterns/count",
  tag,
  summary: "Count failure patterns under a filter",
  description: "The last 30 days without a range; whole UTC days; only patterns with a failure in it.",
  access: readers,
  query: patternCountQuery,
  responses: { 200: { description: "The number", schema: patternCount } },
});

export const exportFailurePatternRows = defineEndpoint({
  method: "POST",
  path: "/v1/executions/failure-patterns/export",
  tag,
  summary: "Download failure patterns as CSV or JSONL",
  description:
    "Streams every pattern with a failure in the range, or of these only the given ids, most failures first. Figures are of the range; the last 30 days without one.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: patternExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
