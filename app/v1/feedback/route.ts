import { createFeedback, listFeedbackEndpoint } from "@/lib/feedback/endpoints";
import { recordFeedback } from "@/lib/feedback/mutations";
import { listFeedback } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback - votes under a filter, newest first
export const GET = withRoute(listFeedbackEndpoint, async ({ caller, query }) => ({
  body: await listFeedback(caller.client, query),
}));

// POST /v1/feedback - one vote
export const POST = withRoute(createFeedback, async ({ caller, body, bodyText, idempotencyKey }) => {
  const { vote, isNew } = await recordFeedback(caller.client, body, { key: idempotencyKey, body: bodyText });
  return { status: isNew ? 201 : 200, body: vote, headers: { location: `/v1/feedback/${vote.id}` } };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
