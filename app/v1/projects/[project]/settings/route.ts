import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getProjectSettingsEndpoint, putProjectSettingsEndpoint } from "@/lib/privacy/endpoints";
import { updateProjectSettings } from "@/lib/privacy/mutations";
import { getProjectSettings } from "@/lib/privacy/queries";

// GET /v1/projects/{project}/settings - how a project treats personal data
export const GET = withRoute(getProjectSettingsEndpoint, async ({ caller, params }) => ({
  body: await getProjectSettings(caller.client, params.project),
}));

// PUT /v1/projects/{project}/settings - change it
export const PUT = withRoute(putProjectSettingsEndpoint, async ({ caller, params, body }) => ({
  body: await updateProjectSettings(caller.client, params.project, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
