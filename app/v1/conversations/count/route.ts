import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { countConversationsEndpoint } from "@/lib/interactions/conversations/endpoints";
import { countConversations } from "@/lib/interactions/conversations/queries";

// GET /v1/conversations/count - how many conversations match a filter
export const GET = withRoute(countConversationsEndpoint, async ({ caller, query }) => ({
  body: { total: await countConversations(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
