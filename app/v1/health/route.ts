import { getHealth } from "@/lib/http/system-endpoints";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/health - the process answers
export const GET = withRoute(getHealth, async () => ({ body: { status: "ok" } }));
