import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createInteraction, listInteractionsEndpoint } from "@/lib/interactions/endpoints";
import { recordInteraction } from "@/lib/interactions/mutations";
import { listInteractions } from "@/lib/interactions/queries";

// GET /v1/interactions - interactions under a filter, newest first
export const GET = withRoute(listInteractionsEndpoint, async ({ caller, query }) => ({
  body: await listInteractions(caller.client, query),
}));

// POST /v1/interactions - one interaction
export const POST = withRoute(createInteraction, async ({ caller, body, bodyText, idempotencyKey }) => {
  const recorded = await recordInteraction(caller.client, body, { key: idempotencyKey, body: bodyText });
  return { status: 201, body: recorded, headers: { location: `/v1/interactions/${recorded.id}` } };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
