import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getActiveTuningSession } from "@/lib/tuning/sessions/endpoints";
import { findActiveSession } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions/active - the active session of a tester
export const GET = withRoute(getActiveTuningSession, async ({ caller, query }) => ({
  body: await findActiveSession(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
