import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getUserProfileEndpoint } from "@/lib/interactions/people/endpoints";
import { getUserProfile } from "@/lib/interactions/people/queries";

// GET /v1/users/{user_id}/profile - what is stored about an end user
export const GET = withRoute(getUserProfileEndpoint, async ({ caller, params, query }) => ({
  body: await getUserProfile(caller.client, params.user_id, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
