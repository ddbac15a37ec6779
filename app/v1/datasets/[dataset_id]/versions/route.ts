import { after } from "next/server";
import { freezeDatasetEndpoint, listVersionsEndpoint } from "@/lib/datasets/versions/endpoints";
import { createVersion, freezeInBackground } from "@/lib/datasets/versions/mutations";
import { listVersions } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions - the versions of a dataset, newest first
export const GET = withRoute(listVersionsEndpoint, async ({ caller, params, query }) => ({
  body: await listVersions(caller.client, params.dataset_id, query),
}));

// POST /v1/datasets/{dataset_id}/versions - freeze the dataset; the work goes on behind the answer
export const POST = withRoute(freezeDatasetEndpoint, async ({ caller, params }) => {
  const version = await createVersion(caller.client, params.dataset_id);
  after(() => freezeInBackground(caller.client, version.id));
  return { status: 202, body: version };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
