import { getManifestEndpoint } from "@/lib/datasets/versions/endpoints";
import { getManifest } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import product from "@/package.json";

// GET /v1/datasets/{dataset_id}/versions/{version}/manifest - what it was made of, with the SHA-256 of its files
export const GET = withRoute(getManifestEndpoint, async ({ caller, params }) => ({
  body: await getManifest(caller.client, params, product.version),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
