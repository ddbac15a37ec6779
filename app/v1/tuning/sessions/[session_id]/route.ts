import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getTuningSession, updateTuningSession } from "@/lib/tuning/sessions/endpoints";
import { updateSession } from "@/lib/tuning/sessions/mutations";
import { getSession } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions/{session_id} - one session
export const GET = withRoute(getTuningSession, async ({ caller, params }) => ({
  body: await getSession(caller.client, params.session_id),
}));

// PATCH /v1/tuning/sessions/{session_id} - ends or changes a session
export const PATCH = withRoute(updateTuningSession, async ({ caller, params, body }) => ({
  body: await updateSession(caller.client, params.session_id, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
