import { otherMethods } from "@/lib/http/other-methods";
import { getHealth } from "@/lib/http/system-endpoints";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/health - the process answers
export const GET = withRoute(getHealth, async () => ({ body: { status: "ok" } }));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
