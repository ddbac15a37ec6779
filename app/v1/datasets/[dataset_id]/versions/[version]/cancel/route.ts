import { after } from "next/server";
import { cancelVersionEndpoint } from "@/lib/datasets/versions/endpoints";
import { cancelVersion, removeItems } from "@/lib/datasets/versions/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/datasets/{dataset_id}/versions/{version}/cancel - stop freezing; what was written is removed behind the answer
export const POST = withRoute(cancelVersionEndpoint, async ({ caller, params }) => {
  const version = await cancelVersion(caller.client, params);
  after(() => removeItems(caller.client, version.id));
  return { body: version };
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
