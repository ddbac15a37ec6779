import { z } from "zod";
import { MAX_BATCH_BYTES } from "@/lib/http/body";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  activeSessionQuery,
  importedSession,
  importReportLine,
  importSummary,
  recordedTurns,
  session,
  sessionCsvQuery,
  sessionInput,
  sessionListQuery,
  sessionPage,
  sessionStats,
  sessionSummary,
  sessionSummaryQuery,
  sessionsBriefQuery,
  sessionsCsvQuery,
  sessionsExportInput,
  sessionTurnsQuery,
  sessionUpdate,
  turn,
  turnListQuery,
  turnPage,
  turnsInput,
} from "./schemas";

const tag = "tuning";
const sessionId = z.object({ session_id: rowId });
const turnId = z.object({ turn_id: rowId });
const readers = { allowed: "Members, and keys with scope read or export." };
const recorders = {
  allowed: "Admins, and keys with scope ingest; every member for test sessions of their own.",
};
const exporters = { allowed: "Members, and keys with scope export." };

export const createTuningSession = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/sessions",
  tag,
  summary: "Start a session",
  description:
    "While the tester (`tester_id`, else `tester_email`) has an active session in the project, answers 409 with its `session_id`. The same `id` or `Idempotency-Key` with the same body answers as the first time (200), with another body 409. A session that a member starts is their own: the tester is the member.",
  access: recorders,
  body: sessionInput,
  isIdempotent: true,
  responses: {
    201: { description: "Started", schema: session },
    200: { description: "Started before by the same request", schema: session },
  },
});

export const listTuningSessions = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions",
  tag,
  summary: "List sessions with their statistics, newest first",
  access: readers,
  query: sessionListQuery,
  responses: { 200: { description: "One page", schema: sessionPage } },
});

export const summarizeTuningSessionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/summary",
  tag,
  summary: "Count sessions under a filter, and list what there is to filter by",
  access: readers,
  query: sessionSummaryQuery,
  responses: { 200: { description: "Totals and choices", schema: sessionSummary } },
});

export const getActiveTuningSession = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/active",
  tag,
  summary: "Read the active session of a tester",
  description: "The one that started last, when there are several in different projects; 404 without one.",
  access: readers,
  query: activeSessionQuery,
  responses: {
    200: { description: "The session", schema: session },
    404: { description: "The tester has no active session" },
  },
});

export const getTuningSession = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/{session_id}",
  tag,
  summary: "Read a session",
  access: readers,
  params: sessionId,
  responses: { 200: { description: "The session", schema: session } },
});

export const updateTuningSession = defineEndpoint({
  method: "PATCH",
  path: "/v1/tuning/sessions/{session_id}",
  tag,
  summary: "End or change a session",
  description:
    "Only the fields sent are changed; null clears. Ending a session twice is harmless: the first end stays.",
  access: {
    allowed:
      "Admins, and keys with both scopes ingest and read. Keys with scope ingest, and a member in a session of their own, for session_end and metadata.",
  },
  params: sessionId,
  body: sessionUpdate,
  responses: { 200: { description: "The changed session", schema: session } },
});

export const recordTuningTurns = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/sessions/{session_id}/turns",
  tag,
  summary: "Record one turn, or up to 1,000, all or nothing",
  description:
    "`turn_number` is the next free one when left out; a repeated number is 409 and named. The same `id` or `Idempotency-Key` with the same body records once. A turn of a session that has ended is accepted: bots may be late. One turn is answered whole, `{turns: [...]}` with ids and numbers.",
  access: recorders,
  params: sessionId,
  body: turnsInput,
  maxBodyBytes: MAX_BATCH_BYTES,
  isIdempotent: true,
  responses: {
    201: { description: "Recorded", schema: z.union([turn, recordedTurns]) },
    200: { description: "Recorded before by the same request", schema: z.union([turn, recordedTurns]) },
  },
});

export const listTuningSessionTurns = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/{session_id}/turns",
  tag,
  summary: "List the turns of a session, in order",
  access: readers,
  params: sessionId,
  query: sessionTurnsQuery,
  responses: { 200: { description: "One page", schema: turnPage } },
});

export const listTuningTurns = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/turns",
  tag,
  summary: "List turns of all sessions, newest first",
  access: readers,
  query: turnListQuery,
  responses: { 200: { description: "One page", schema: turnPage } },
});

export const getTuningTurn = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/turns/{turn_id}",
  tag,
  summary: "Read a turn",
  access: readers,
  params: turnId,
  responses: { 200: { description: "The turn", schema: turn } },
});

export const getTuningSessionStats = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/{session_id}/stats",
  tag,
  summary: "Statistics of a session",
  access: readers,
  params: sessionId,
  responses: { 200: { description: "The statistics", schema: sessionStats } },
});

export const exportTuningSessionCsv = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/{session_id}/export.csv",
  tag,
  summary: "Download a session as CSV",
  description:
    "One row per improvement, and one per turn without any, by turn and time. Improvements hidden by a blind queue are left out for those who may not see them.",
  access: exporters,
  params: sessionId,
  query: sessionCsvQuery,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});

export const writeTuningSessionBrief = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/sessions/{session_id}/brief.md",
  tag,
  summary: "Download a session's tuning brief",
  description:
    "Markdown for an LLM that tunes the prompt: per category the improvements, worst first, with question, answer and better answer.",
  access: exporters,
  params: sessionId,
  responses: { 200: { description: "The brief", contentType: "text/markdown" } },
});

export const exportTuningSessionsCsv = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/export.csv",
  tag,
  summary: "Download several sessions as one CSV",
  description:
    "The sessions under the filters of the list, or those named by id, oldest first; with the column session_id.",
  access: exporters,
  query: sessionsCsvQuery,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});

export const exportTuningSessionRows = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/export",
  tag,
  summary: "Download turns and their notes as CSV or JSONL",
  description:
    "The sessions under the filters of the list, or those named by id, oldest first; one row per improvement, and one per turn without any. Without `columns`: those of the session CSV.",
  access: exporters,
  body: sessionsExportInput,
  responses: { 200: { description: "The file", contentType: "text/csv" } },
});

export const writeTuningSessionsBrief = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/brief.md",
  tag,
  summary: "Download the tuning brief of several sessions",
  description: "The sessions under the filters of the list, or those named by id.",
  access: exporters,
  query: sessionsBriefQuery,
  responses: { 200: { description: "The brief", contentType: "text/markdown" } },
});

export const importTuningSessions = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/import",
  tag,
  summary: "Import whole sessions, streamed",
  description:
    "One session a line, at most 1 MiB each, any number of lines. Each session is stored whole or not at all, and answered with one line as it goes; the last line is the summary. A bad line is reported and the import goes on. Ids that are left out are derived from the line, so that the same file imported again changes nothing; a known session with new turns is extended.",
  access: { allowed: "Admins, and keys with scope ingest." },
  lines: importedSession,
  responses: {
    200: {
      description: "One report line per session, and a summary",
      lines: z.union([importReportLine, importSummary]),
    },
  },
});
