import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  archivedSessionDetail,
  archiveListQuery,
  archivePage,
  restoredSession,
  retentionPolicy,
  retentionPolicyInput,
  retentionRunInput,
  retentionRunResult,
} from "./schemas";

const tag = "tuning";
const sessionId = z.object({ session_id: rowId });
const fullAdmins = { allowed: "Admins of every project." };
const readers = { allowed: "Members, and keys with scope read or export." };

export const getRetentionPolicy = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/retention",
  tag,
  summary: "Read the retention policy of sessions",
  access: fullAdmins,
  responses: { 200: { description: "The policy; off until someone sets one", schema: retentionPolicy } },
});

export const putRetentionPolicy = defineEndpoint({
  method: "PUT",
  path: "/v1/tuning/retention",
  tag,
  summary: "Set the retention policy of sessions",
  access: fullAdmins,
  body: retentionPolicyInput,
  responses: { 200: { description: "The policy", schema: retentionPolicy } },
});

export const runRetentionEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/retention/run",
  tag,
  summary: "Archive old sessions, or delete old archives for good",
  description:
    "A dry run, which only counts, unless `dry_run` is false. Works in transactions of up to 500 sessions: one that is interrupted leaves whole sessions on either side, and can be repeated.",
  access: fullAdmins,
  body: retentionRunInput,
  responses: { 200: { description: "What was, or would be, done", schema: retentionRunResult } },
});

export const listArchiveEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/archive",
  tag,
  summary: "List archived sessions, last archived first",
  access: readers,
  query: archiveListQuery,
  responses: { 200: { description: "One page", schema: archivePage } },
});

export const getArchivedSessionEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/tuning/archive/{session_id}",
  tag,
  summary: "Read an archived session",
  description: "With its turns and notes; others' notes are shown to admins only.",
  access: readers,
  params: sessionId,
  responses: { 200: { description: "The session", schema: archivedSessionDetail } },
});

export const restoreArchivedSessionEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/tuning/archive/{session_id}/restore",
  tag,
  summary: "Bring an archived session back",
  description: "With its turns, notes, reviews and queue places, exactly as they were.",
  access: { allowed: "Admins." },
  params: sessionId,
  responses: { 200: { description: "Brought back", schema: restoredSession } },
});
