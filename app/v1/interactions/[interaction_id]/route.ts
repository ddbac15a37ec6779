import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getInteractionEndpoint, updateInteractionEndpoint } from "@/lib/interactions/endpoints";
import { updateInteraction } from "@/lib/interactions/mutations";
import { getInteraction } from "@/lib/interactions/queries";

// GET /v1/interactions/{interaction_id} - one interaction
export const GET = withRoute(getInteractionEndpoint, async ({ caller, params }) => ({
  body: await getInteraction(caller.client, params.interaction_id),
}));

// PATCH /v1/interactions/{interaction_id} - what is known later, such as the user's satisfaction
export const PATCH = withRoute(updateInteractionEndpoint, async ({ caller, params, body }) => ({
  body: await updateInteraction(caller.client, params.interaction_id, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
