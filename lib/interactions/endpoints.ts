import { z } from "zod";
import { MAX_BATCH_BYTES } from "@/lib/http/body";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  interaction,
  interactionBatchInput,
  interactionBatchResult,
  interactionCountQuery,
  interactionExportInput,
  interactionInput,
  interactionListQuery,
  interactionPage,
  interactionUpdate,
} from "./schemas";

const tag = "interactions";
const interactionId = z.object({ interaction_id: rowId });
const recorders = { allowed: "Admins, and keys with scope ingest." };
const readers = { allowed: "Members, and keys with scope read or export." };

export const createInteraction = defineEndpoint({
  method: "POST",
  path: "/v1/interactions",
  tag,
  summary: "Record an interaction",
  description:
    "Its conversation is created or continued with it. The same `id` or `Idempotency-Key` with the same body answers as the first time, with another body 409.",
  access: recorders,
  body: interactionInput,
  isIdempotent: true,
  responses: { 201: { description: "Recorded", schema: interaction } },
});

export const createInteractionBatch = defineEndpoint({
  method: "POST",
  path: "/v1/interactions/batch",
  tag,
  summary: "Record up to 1,000 interactions, all or nothing",
  access: recorders,
  body: interactionBatchInput,
  maxBodyBytes: MAX_BATCH_BYTES,
  isIdempotent: true,
  responses: { 201: { description: "Recorded", schema: interactionBatchResult } },
});

export const listInteractionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/interactions",
  tag,
  summary: "List interactions, newest first",
  access: readers,
  query: interactionListQuery,
  responses: { 200: { description: "One page", schema: interactionPage } },
});

export const countInteractionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/interactions/count",
  tag,
  summary: "Count interactions under a filter",
  access: readers,
  query: interactionCountQuery,
  responses: { 200: { description: "The number", schema: z.object({ total: z.int() }) } },
});

export const getInteractionEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/interactions/{interaction_id}",
  tag,
  summary: "Read an interaction",
  access: readers,
  params: interactionId,
  responses: { 200: { description: "The interaction", schema: interaction } },
});

export const updateInteractionEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/interactions/{interaction_id}",
  tag,
  summary: "Add what is known later",
  description: "Only the fields sent are changed; null clears. Every figure follows at once.",
  access: { allowed: "Admins, and keys with both scopes ingest and read." },
  params: interactionId,
  body: interactionUpdate,
  responses: { 200: { description: "The changed interaction", schema: interaction } },
});

export const exportInteractionRows = defineEndpoint({
  method: "POST",
  path: "/v1/interactions/export",
  tag,
  summary: "Download interactions as CSV or JSONL",
  description: "Streams every interaction under the filters, or only the given ids, oldest first.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: interactionExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});
