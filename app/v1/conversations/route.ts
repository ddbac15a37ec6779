import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listConversationsEndpoint } from "@/lib/interactions/conversations/endpoints";
import { listConversations } from "@/lib/interactions/conversations/queries";

// GET /v1/conversations - conversations under a filter, newest activity first
export const GET = withRoute(listConversationsEndpoint, async ({ caller, query }) => ({
  body: await listConversations(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
