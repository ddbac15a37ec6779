import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getVersionEndpoint, putVersionEndpoint } from "@/lib/tuning/versions/endpoints";
import { putVersion } from "@/lib/tuning/versions/mutations";
import { getVersion } from "@/lib/tuning/versions/queries";

// GET /v1/tuning/versions/{version} - a prompt version with its text
export const GET = withRoute(getVersionEndpoint, async ({ caller, params, query }) => ({
  body: await getVersion(caller.client, params.version, query),
}));

// PUT /v1/tuning/versions/{version} - store its text
export const PUT = withRoute(putVersionEndpoint, async ({ caller, params, body }) => ({
  body: await putVersion(caller.client, params.version, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
