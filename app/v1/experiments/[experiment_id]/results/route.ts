import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExperimentResultsEndpoint } from "@/lib/learning/experiments/endpoints";
import { getExperimentResults } from "@/lib/learning/experiments/queries";

// GET /v1/experiments/{experiment_id}/results - differences to the control, and what they say
export const GET = withRoute(getExperimentResultsEndpoint, async ({ caller, params }) => ({
  body: await getExperimentResults(caller.client, params.experiment_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
