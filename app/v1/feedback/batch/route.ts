import { createFeedbackBatch } from "@/lib/feedback/endpoints";
import { recordFeedbackBatch } from "@/lib/feedback/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/feedback/batch - up to 1,000 votes, all or nothing
export const POST = withRoute(createFeedbackBatch, async ({ caller, body, bodyText, idempotencyKey }) => ({
  status: 201,
  body: await recordFeedbackBatch(caller.client, body.items, { key: idempotencyKey, body: bodyText }),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
