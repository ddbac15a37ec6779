import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";
import { exportTuningSessionRows } from "@/lib/tuning/sessions/endpoints";
import { recordSessionsExport } from "@/lib/tuning/sessions/mutations";
import { exportTurns } from "@/lib/tuning/sessions/queries";
import { toNoteRows } from "@/lib/tuning/sessions/write-csv";

// POST /v1/tuning/export - turns and notes of the sessions on screen as CSV or JSONL
export const POST = withRoute(exportTuningSessionRows, async ({ caller, body, request }) => {
  const now = new Date();
  await recordSessionsExport(caller.client, body.filter, body.format);
  const turns = exportTurns(caller.client, withCutoff(body.filter, now), {
    withSearchResults: body.columns.includes("search_results"),
    signal: request.signal,
  });
  return rowsResponse(toNoteRows(turns), body, nameFile("sessions", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
