import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getReviewScreenEndpoint, saveReviewEndpoint } from "@/lib/tuning/reviews/endpoints";
import { saveReview } from "@/lib/tuning/reviews/mutations";
import { getReviewScreen } from "@/lib/tuning/reviews/queries";

// GET /v1/tuning/turns/{turn_id}/review - a turn as its reviewer sees it
export const GET = withRoute(getReviewScreenEndpoint, async ({ caller, params }) => ({
  body: await getReviewScreen(caller.client, params.turn_id),
}));

// PUT /v1/tuning/turns/{turn_id}/review - save, finish or skip
export const PUT = withRoute(saveReviewEndpoint, async ({ caller, params, body }) => ({
  body: await saveReview(caller.client, params.turn_id, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
