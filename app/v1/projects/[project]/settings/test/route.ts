import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { trySettingsEndpoint } from "@/lib/privacy/endpoints";
import { trySettings } from "@/lib/privacy/queries";

// POST /v1/projects/{project}/settings/test - how a text would be stored
export const POST = withRoute(trySettingsEndpoint, async ({ caller, params, body }) => ({
  body: await trySettings(caller.client, params.project, body),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
