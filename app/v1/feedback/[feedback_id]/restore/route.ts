import { restoreFeedbackEndpoint } from "@/lib/feedback/endpoints";
import { restoreFeedback } from "@/lib/feedback/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/feedback/{feedback_id}/restore - undo a deletion
export const POST = withRoute(restoreFeedbackEndpoint, async ({ caller, params }) => ({
  body: await restoreFeedback(caller.client, params.feedback_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
