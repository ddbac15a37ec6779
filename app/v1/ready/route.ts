import { otherMethods } from "@/lib/http/other-methods";
import { getReady } from "@/lib/http/system-endpoints";
import { withRoute } from "@/lib/http/with-route";
import { checkReady } from "@/lib/members/queries";

// GET /v1/ready - the database is reachable and migrated
export const GET = withRoute(getReady, async () => {
  await checkReady();
  return { body: { status: "ready" } };
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
