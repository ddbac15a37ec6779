import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getMe } from "@/lib/members/endpoints";
import { getPrincipal } from "@/lib/members/queries";

// GET /v1/me - who this request acts as
export const GET = withRoute(getMe, async ({ caller }) => ({ body: await getPrincipal(caller.client) }));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
