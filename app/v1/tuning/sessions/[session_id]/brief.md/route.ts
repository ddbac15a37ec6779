import { otherMethods } from "@/lib/http/other-methods";
import { attachment } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { writeTuningSessionBrief } from "@/lib/tuning/sessions/endpoints";
import { exportTurns, getSession } from "@/lib/tuning/sessions/queries";
import { nameFile } from "@/lib/tuning/sessions/name-download";
import { composeBrief, writeBrief } from "@/lib/tuning/sessions/write-brief";

// GET /v1/tuning/sessions/{session_id}/brief.md - the notes of a session, for an LLM
export const GET = withRoute(writeTuningSessionBrief, async ({ caller, params, request }) => {
  const session = await getSession(caller.client, params.session_id);
  const pages = exportTurns(
    caller.client,
    { ids: [session.id] },
    { withSearchResults: false, signal: request.signal },
  );
  return new Response(writeBrief(await composeBrief(pages)), {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": attachment(nameFile(session, "md")),
      "x-content-type-options": "nosniff",
    },
  });
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
