import { after } from "next/server";
import { getVersionEndpoint } from "@/lib/datasets/versions/endpoints";
import { freezeInBackground, removeItems } from "@/lib/datasets/versions/mutations";
import { getVersion } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions/{version} - a version; work that its process has left goes on behind the answer
export const GET = withRoute(getVersionEndpoint, async ({ caller, params }) => {
  const { version, is_left, has_leftovers } = await getVersion(caller.client, params);
  if (is_left) after(() => freezeInBackground(caller.client, version.id));
  if (has_leftovers) after(() => removeItems(caller.client, version.id));
  return { body: version };
});

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
