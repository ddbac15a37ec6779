import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportTuningSessionsCsv } from "@/lib/tuning/sessions/endpoints";
import { recordSessionsExport } from "@/lib/tuning/sessions/mutations";
import { nameFile } from "@/lib/tuning/sessions/name-download";
import { exportTurns } from "@/lib/tuning/sessions/queries";
import type { ExtraColumn } from "@/lib/tuning/sessions/schemas";
import { writeCsv } from "@/lib/tuning/sessions/write-csv";

// GET /v1/tuning/export.csv - the notes of several sessions
export const GET = withRoute(exportTuningSessionsCsv, async ({ caller, query, request }) => {
  const { filter, columns = [], bom } = query;
  await recordSessionsExport(caller.client, filter, "csv");
  const pages = exportTurns(caller.client, filter, {
    withSearchResults: columns.includes("search_results"),
    signal: request.signal,
  });
  return streamResponse(writeCsv(pages, { columns: withSession(columns), bom }), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": attachment(nameFile(null, "csv")),
  });
});

/** Rows of several sessions say which one they belong to. */
const withSession = (columns: readonly ExtraColumn[]): readonly ExtraColumn[] =>
  columns.includes("session_id") ? columns : ["session_id", ...columns];

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
