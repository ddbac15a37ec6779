import { repriceEndpoint } from "@/lib/costs/prices/endpoints";
import { repriceInteractions } from "@/lib/costs/prices/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/costs/reprice - price again
export const POST = withRoute(repriceEndpoint, async ({ caller, body }) => ({
  body: await repriceInteractions(caller.client, body),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
