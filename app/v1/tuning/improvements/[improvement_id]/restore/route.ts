import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { restoreImprovementEndpoint } from "@/lib/tuning/improvements/endpoints";
import { restoreImprovement } from "@/lib/tuning/improvements/mutations";

// POST /v1/tuning/improvements/{improvement_id}/restore - undo a deletion
export const POST = withRoute(restoreImprovementEndpoint, async ({ caller, params }) => ({
  body: await restoreImprovement(caller.client, params.improvement_id),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
