import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createInteractionBatch } from "@/lib/interactions/endpoints";
import { recordInteractionBatch } from "@/lib/interactions/mutations";

// POST /v1/interactions/batch - up to 1,000 interactions, all or nothing
export const POST = withRoute(createInteractionBatch, async ({ caller, body, bodyText, idempotencyKey }) => ({
  status: 201,
  body: await recordInteractionBatch(caller.client, body.items, { key: idempotencyKey, body: bodyText }),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
