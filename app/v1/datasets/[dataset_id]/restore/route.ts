import { restoreDatasetEndpoint } from "@/lib/datasets/definitions/endpoints";
import { restoreDataset } from "@/lib/datasets/definitions/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// POST /v1/datasets/{dataset_id}/restore - undo a deletion
export const POST = withRoute(restoreDatasetEndpoint, async ({ caller, params }) => ({
  body: await restoreDataset(caller.client, params.dataset_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
