import { otherMethods } from "@/lib/http/other-methods";
import { attachment, startReading, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportTuningSessionCsv } from "@/lib/tuning/sessions/endpoints";
import { nameFile } from "@/lib/tuning/sessions/name-download";
import { exportTurns, getSession } from "@/lib/tuning/sessions/queries";
import { writeCsv } from "@/lib/tuning/sessions/write-csv";

// GET /v1/tuning/sessions/{session_id}/export.csv - the notes of a session
export const GET = withRoute(exportTuningSessionCsv, async ({ caller, params, query, request }) => {
  const session = await getSession(caller.client, params.session_id);
  const pages = await startReading(
    exportTurns(
      caller.client,
      { ids: [session.id] },
      { withSearchResults: query.columns?.includes("search_results") ?? false, signal: request.signal },
    ),
  );
  return streamResponse(writeCsv(pages, query), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": attachment(nameFile(session, "csv")),
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
