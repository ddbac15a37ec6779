import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getAssignmentEndpoint } from "@/lib/learning/experiments/endpoints";
import { getAssignment } from "@/lib/learning/experiments/queries";

// GET /v1/experiments/{experiment_id}/assignment - which variant a subject has
export const GET = withRoute(getAssignmentEndpoint, async ({ caller, params, query }) => ({
  body: await getAssignment(caller.client, params.experiment_id, query.subject),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
