import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { undoReviewEndpoint } from "@/lib/tuning/reviews/endpoints";
import { undoReview } from "@/lib/tuning/reviews/mutations";

// POST /v1/tuning/turns/{turn_id}/review/undo - take the last done or skipped back
export const POST = withRoute(undoReviewEndpoint, async ({ caller, params, body }) => ({
  body: await undoReview(caller.client, params.turn_id, body.version),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
