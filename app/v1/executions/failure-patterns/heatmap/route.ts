import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getFailureHeatmapEndpoint } from "@/lib/learning/failures/endpoints";
import { getFailureHeatmap } from "@/lib/learning/failures/queries";

// GET /v1/executions/failure-patterns/heatmap - failures by pattern and version
export const GET = withRoute(getFailureHeatmapEndpoint, async ({ caller, query }) => ({
  body: await getFailureHeatmap(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
