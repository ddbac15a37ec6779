import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { countInteractionsEndpoint } from "@/lib/interactions/endpoints";
import { countInteractions } from "@/lib/interactions/queries";

// GET /v1/interactions/count - how many interactions match a filter
export const GET = withRoute(countInteractionsEndpoint, async ({ caller, query }) => ({
  body: { total: await countInteractions(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
