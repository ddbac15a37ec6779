import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listTuningTurns } from "@/lib/tuning/sessions/endpoints";
import { listTurns } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/turns - turns of all sessions under a filter, newest first
export const GET = withRoute(listTuningTurns, async ({ caller, query }) => ({
  body: await listTurns(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
