import { diffVersionsEndpoint } from "@/lib/datasets/versions/endpoints";
import { diffVersions } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions/{version}/diff - two versions by source row
export const GET = withRoute(diffVersionsEndpoint, async ({ caller, params, query }) => ({
  body: await diffVersions(caller.client, params, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
