import { listItemsEndpoint } from "@/lib/datasets/versions/endpoints";
import { listItems } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions/{version}/items - its examples, in the order of the file
export const GET = withRoute(listItemsEndpoint, async ({ caller, params, query }) => ({
  body: await listItems(caller.client, params, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
