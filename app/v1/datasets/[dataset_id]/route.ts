import {
  deleteDatasetEndpoint,
  getDatasetEndpoint,
  updateDatasetEndpoint,
} from "@/lib/datasets/definitions/endpoints";
import { deleteDataset, updateDataset } from "@/lib/datasets/definitions/mutations";
import { getDataset } from "@/lib/datasets/definitions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id} - one dataset
export const GET = withRoute(getDatasetEndpoint, async ({ caller, params }) => ({
  body: await getDataset(caller.client, params.dataset_id),
}));

// PATCH /v1/datasets/{dataset_id} - change a dataset; frozen versions stay
export const PATCH = withRoute(updateDatasetEndpoint, async ({ caller, params, body }) => ({
  body: await updateDataset(caller.client, params.dataset_id, body),
}));

// DELETE /v1/datasets/{dataset_id} - delete a dataset; restore undoes it
export const DELETE = withRoute(deleteDatasetEndpoint, async ({ caller, params }) => {
  await deleteDataset(caller.client, params.dataset_id);
  return { status: 204 };
});

export const { POST, PUT } = otherMethods("GET", "PATCH", "DELETE");
