import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getArchivedSessionEndpoint } from "@/lib/tuning/retention/endpoints";
import { getArchivedSession } from "@/lib/tuning/retention/queries";

// GET /v1/tuning/archive/{session_id} - an archived session
export const GET = withRoute(getArchivedSessionEndpoint, async ({ caller, params }) => ({
  body: await getArchivedSession(caller.client, params.session_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
