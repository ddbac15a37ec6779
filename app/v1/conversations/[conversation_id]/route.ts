import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getConversationEndpoint } from "@/lib/interactions/conversations/endpoints";
import { getConversation } from "@/lib/interactions/conversations/queries";

// GET /v1/conversations/{conversation_id} - one conversation with its first 200 interactions
export const GET = withRoute(getConversationEndpoint, async ({ caller, params }) => ({
  body: await getConversation(caller.client, params.conversation_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
