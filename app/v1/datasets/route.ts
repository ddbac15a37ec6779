import { createDatasetEndpoint, listDatasetsEndpoint } from "@/lib/datasets/definitions/endpoints";
import { createDataset } from "@/lib/datasets/definitions/mutations";
import { listDatasets } from "@/lib/datasets/definitions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets - datasets with their schedules and newest versions
export const GET = withRoute(listDatasetsEndpoint, async ({ caller, query }) => ({
  body: await listDatasets(caller.client, query),
}));

// POST /v1/datasets - create a dataset; with a name alone the weekly one
export const POST = withRoute(createDatasetEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await createDataset(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
