import {
  deleteFeedbackEndpoint,
  getFeedbackEndpoint,
  updateFeedbackEndpoint,
} from "@/lib/feedback/endpoints";
import { deleteFeedback, updateFeedback } from "@/lib/feedback/mutations";
import { getFeedback } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/{feedback_id} - one vote
export const GET = withRoute(getFeedbackEndpoint, async ({ caller, params }) => ({
  body: await getFeedback(caller.client, params.feedback_id),
}));

// PUT /v1/feedback/{feedback_id} - change a vote, keep a revision
export const PUT = withRoute(updateFeedbackEndpoint, async ({ caller, params, body }) => ({
  body: await updateFeedback(caller.client, params.feedback_id, body),
}));

// DELETE /v1/feedback/{feedback_id} - delete a vote; restore undoes it
export const DELETE = withRoute(deleteFeedbackEndpoint, async ({ caller, params }) => {
  await deleteFeedback(caller.client, params.feedback_id);
  return { status: 204 };
});

export const { POST, PATCH } = otherMethods("GET", "PUT", "DELETE");
