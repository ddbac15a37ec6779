import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { claimNextTurnEndpoint } from "@/lib/tuning/queues/endpoints";
import { claimNextTurn } from "@/lib/tuning/queues/mutations";

// POST /v1/tuning/queues/{queue_id}/next - claim the next turn
export const POST = withRoute(claimNextTurnEndpoint, async ({ caller, params }) => ({
  body: await claimNextTurn(caller.client, params.queue_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
