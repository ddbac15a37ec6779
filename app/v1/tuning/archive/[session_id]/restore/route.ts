import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { restoreArchivedSessionEndpoint } from "@/lib/tuning/retention/endpoints";
import { restoreArchivedSession } from "@/lib/tuning/retention/mutations";

// POST /v1/tuning/archive/{session_id}/restore - bring an archived session back
export const POST = withRoute(restoreArchivedSessionEndpoint, async ({ caller, params }) => ({
  body: await restoreArchivedSession(caller.client, params.session_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
