import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { releaseClaimEndpoint, renewClaimEndpoint } from "@/lib/tuning/reviews/endpoints";
import { releaseClaim, renewClaim } from "@/lib/tuning/reviews/mutations";

// POST /v1/tuning/turns/{turn_id}/claim - keep a claim for 10 more minutes
export const POST = withRoute(renewClaimEndpoint, async ({ caller, params, body }) => ({
  body: await renewClaim(caller.client, params.turn_id, body.queue_id),
}));

// DELETE /v1/tuning/turns/{turn_id}/claim - give a claim back
export const DELETE = withRoute(releaseClaimEndpoint, async ({ caller, params, query }) => {
  await releaseClaim(caller.client, params.turn_id, query.queue_id);
  return { status: 204 };
});

export const { GET, PUT, PATCH } = otherMethods("POST", "DELETE");
