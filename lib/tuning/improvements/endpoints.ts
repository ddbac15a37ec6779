import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  improvement,
  improvementBulkResult,
  improvementBulkUpdate,
  improvementExportInput,
  improvementInput,
  improvementListQuery,
  improvementOutcome,
  improvementPage,
  improvementRow,
  improvementSummary,
  improvementSummaryQuery,
  improvementUpdate,
} from "./schemas";

const tag = "tuning";
const improvementId = z.object({ improvement_id: rowId });
const turnId = z.object({ turn_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };
const authors = {
  allowed: "The author, admins, and keys with both scopes ingest and read for notes of keys.",
};

export const createImprovementEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/turns/{turn_id}/improvements",
  tag,
  summary: "Write an improvement note on a turn",
  description:
    "The caller is the author. The same `id` or `Idempotency-Key` with the same body answers as the first time, with another body 409.",
  access: { allowed: "Members, and keys with scope ingest." },
  params: turnId,
  body: improvementInput,
  isIdempotent: true,
  responses: { 201: { description: "Written", schema: improvement } },
});

export const listTurnImprovementsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/turns/{turn_id}/improvements",
  tag,
  summary: "List the notes of a turn, oldest first",
  description: "While a blind queue waits for the turn, only your own; admins see all.",
  access: readers,
  params: turnId,
  responses: { 200: { description: "The notes", schema: z.object({ data: z.array(improvement) }) } },
});

export const listImprovementsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/improvements",
  tag,
  summary: "List improvement notes with their turns, newest first",
  description:
    "All time without a range. Notes of others on turns that a blind queue still waits for are left out; admins see all.",
  access: readers,
  query: improvementListQuery,
  responses: { 200: { description: "One page", schema: improvementPage } },
});

export const updateImprovementsEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/tuning/improvements",
  tag,
  summary: "Change up to 1,000 notes alike, all or nothing",
  description: "Answers what the notes were. A refusal names every id by its position in `issues`.",
  access: {
    allowed:
      "As for a single note: status and applied_in_version also by product owners; category and severity by the author and admins.",
  },
  body: improvementBulkUpdate,
  responses: { 200: { description: "Changed", schema: improvementBulkResult } },
});

export const getImprovementSummary = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/improvements/summary",
  tag,
  summary: "Count notes by category and status",
  access: readers,
  query: improvementSummaryQuery,
  responses: { 200: { description: "One row per category and status", schema: improvementSummary } },
});

export const exportImprovementsEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/improvements/export",
  tag,
  summary: "Download notes as CSV or JSONL",
  description: "Streams every note under the filters, or only the given ids, oldest first.",
  access: { allowed: "Product owners, admins, and keys with scope export." },
  body: improvementExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});

export const getImprovementEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/improvements/{improvement_id}",
  tag,
  summary: "Read a note with its turn",
  access: readers,
  params: improvementId,
  responses: { 200: { description: "The note", schema: improvementRow } },
});

export const updateImprovementEndpoint = defineEndpoint({
  method: "PATCH",
  path: "/v1/tuning/improvements/{improvement_id}",
  tag,
  summary: "Change a note",
  description:
    "Only the fields sent are changed. The statuses applied and verified need an applied_in_version.",
  access: {
    allowed:
      "The author, admins, and keys with both scopes ingest and read for notes of keys; product owners for status and applied_in_version.",
  },
  params: improvementId,
  body: improvementUpdate,
  responses: { 200: { description: "The changed note", schema: improvement } },
});

export const deleteImprovementEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/tuning/improvements/{improvement_id}",
  tag,
  summary: "Delete a note",
  description: "Can be undone for 30 days.",
  access: authors,
  params: improvementId,
  responses: { 204: { description: "Deleted" } },
});

export const restoreImprovementEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/improvements/{improvement_id}/restore",
  tag,
  summary: "Undo the deletion of a note",
  access: authors,
  params: improvementId,
  responses: { 200: { description: "The note, as it was", schema: improvement } },
});

export const getImprovementOutcome = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/improvements/{improvement_id}/outcome",
  tag,
  summary: "Compare the turns before and after a note was applied",
  description:
    "An observation, not a proof of cause. Compares reviewed turns of the same project with the same intent (when the note's turn has one), else with a similar question (its first 1,000 characters), before and since the version in which the note was applied first appeared, among the 5,000 reviews of the project that were finished last. The note's own turn, turns that a blind queue waits for, and sessions without a version, are left out.",
  access: readers,
  params: improvementId,
  responses: { 200: { description: "Shares of turns with such a note", schema: improvementOutcome } },
});
