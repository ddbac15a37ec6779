import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getTuningSessionStats } from "@/lib/tuning/sessions/endpoints";
import { summarizeSession } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions/{session_id}/stats - duration, totals and averages
export const GET = withRoute(getTuningSessionStats, async ({ caller, params }) => ({
  body: await summarizeSession(caller.client, params.session_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
