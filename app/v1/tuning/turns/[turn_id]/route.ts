import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getTuningTurn } from "@/lib/tuning/sessions/endpoints";
import { getTurn } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/turns/{turn_id} - one turn
export const GET = withRoute(getTuningTurn, async ({ caller, params }) => ({
  body: await getTurn(caller.client, params.turn_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
