import { otherMethods } from "@/lib/http/other-methods";
import { attachment } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { writeTuningSessionsBrief } from "@/lib/tuning/sessions/endpoints";
import { recordSessionsExport } from "@/lib/tuning/sessions/mutations";
import { exportTurns } from "@/lib/tuning/sessions/queries";
import { nameFile } from "@/lib/tuning/sessions/name-download";
import { composeBrief, writeBrief } from "@/lib/tuning/sessions/write-brief";

// GET /v1/tuning/brief.md - the notes of several sessions, for an LLM
export const GET = withRoute(writeTuningSessionsBrief, async ({ caller, query, request }) => {
  await recordSessionsExport(caller.client, query.filter, "brief");
  const pages = exportTurns(caller.client, query.filter, {
    withSearchResults: false,
    signal: request.signal,
  });
  return new Response(writeBrief(await composeBrief(pages)), {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": attachment(nameFile(null, "md")),
      "x-content-type-options": "nosniff",
    },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
