import { listFeedbackRevisionsEndpoint } from "@/lib/feedback/endpoints";
import { listFeedbackRevisions } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/{feedback_id}/revisions - what a vote was before each change
export const GET = withRoute(listFeedbackRevisionsEndpoint, async ({ caller, params }) => ({
  body: { data: await listFeedbackRevisions(caller.client, params.feedback_id) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
