import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getPreferencesEndpoint, putPreferencesEndpoint } from "@/lib/members/endpoints";
import { updatePreferences } from "@/lib/members/mutations";
import { getPreferences } from "@/lib/members/queries";

// GET /v1/me/preferences - what I have chosen for myself
export const GET = withRoute(getPreferencesEndpoint, async ({ caller }) => ({
  body: await getPreferences(caller.client),
}));

// PUT /v1/me/preferences - choose
export const PUT = withRoute(putPreferencesEndpoint, async ({ caller, body }) => ({
  body: await updatePreferences(caller.client, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
