import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getRetentionPolicy, putRetentionPolicy } from "@/lib/tuning/retention/endpoints";
import { updatePolicy } from "@/lib/tuning/retention/mutations";
import { getPolicy } from "@/lib/tuning/retention/queries";

// GET /v1/tuning/retention - the retention policy
export const GET = withRoute(getRetentionPolicy, async ({ caller }) => ({
  body: await getPolicy(caller.client),
}));

// PUT /v1/tuning/retention - set it
export const PUT = withRoute(putRetentionPolicy, async ({ caller, body }) => ({
  body: await updatePolicy(caller.client, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
