import { getReportEndpoint } from "@/lib/datasets/versions/endpoints";
import { getReport } from "@/lib/datasets/versions/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/datasets/{dataset_id}/versions/{version}/report - what became of every row
export const GET = withRoute(getReportEndpoint, async ({ caller, params }) => ({
  body: await getReport(caller.client, params),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
