import { previewDatasetEndpoint } from "@/lib/datasets/examples/endpoints";
import { previewDataset } from "@/lib/datasets/examples/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/datasets/preview - what freezing a definition would write, without storing anything
export const POST = withRoute(previewDatasetEndpoint, async ({ caller, body, request }) => ({
  body: await previewDataset(caller.client, body, new Date(), request.signal),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
