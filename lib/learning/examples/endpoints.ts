import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  example,
  exampleCount,
  exampleCountQuery,
  exampleExportInput,
  exampleListQuery,
  examplePage,
  exampleUpdate,
  similarQuery,
  similarResult,
} from "./schemas";

const tag = "learning";
const exampleId = z.object({ execution_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };

export const findSimilarEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/executions/similar",
  tag,
  summary: "Find examples for a prompt",
  description:
    "Executions that worked (or that a reviewer approved or gave a better plan), with prompts like this one: by their words and by their trigrams, fused; each prompt once, different from each other, within `max_tokens`. Among those that are about as close, reviewers' better plans come first, then pinned ones.",
  access: readers,
  query: similarQuery,
  responses: { 200: { description: "Best first", schema: similarResult } },
});

export const listExamplesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/examples",
  tag,
  summary: "List examples with the success of executions that held them",
  description:
    "Executions that serve or could serve as examples, newest first; with `q` as GET /v1/executions/similar finds them, at most 50. `effect` is an observation: what an example does is only known from an experiment.",
  access: readers,
  query: exampleListQuery,
  responses: { 200: { description: "One page", schema: examplePage } },
});

export const getExampleEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/examples/{execution_id}",
  tag,
  summary: "Read an execution as an example",
  access: readers,
  params: exampleId,
  responses: { 200: { description: "The example", schema: example } },
});

export const updateExampleEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/examples/{execution_id}",
  tag,
  summary: "Approve, pin, retire or correct an example",
  description:
    "Only the fields sent are changed; null clears. 409 when `expected_version` is not the stored version. The audit log keeps who approved, retired, pinned or corrected it.",
  access: { allowed: "Members." },
  params: exampleId,
  body: exampleUpdate,
  responses: { 200: { description: "The changed example", schema: example } },
});

export const countExamplesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/examples/count",
  tag,
  summary: "Count examples under a filter",
  access: readers,
  query: exampleCountQuery,
  responses: { 200: { description: "The number", schema: exampleCount } },
});

export const exportExampleRows = defineEndpoint({
  method: "POST",
  path: "/v1/examples/export",
  tag,
  summary: "Download examples as CSV or JSONL",
  description: "Streams every example under the filters, or only the given ids, newest first.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: exampleExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
