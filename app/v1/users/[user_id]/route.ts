import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { eraseUserEndpoint } from "@/lib/interactions/people/endpoints";
import { eraseUser } from "@/lib/interactions/people/mutations";

// DELETE /v1/users/{user_id} - erase an end user everywhere
export const DELETE = withRoute(eraseUserEndpoint, async ({ caller, params }) => ({
  body: await eraseUser(caller.client, params.user_id),
}));

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
