import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import {
  deleteExperimentEndpoint,
  getExperimentEndpoint,
  updateExperimentEndpoint,
} from "@/lib/learning/experiments/endpoints";
import { deleteExperiment, updateExperiment } from "@/lib/learning/experiments/mutations";
import { getExperiment } from "@/lib/learning/experiments/queries";

// GET /v1/experiments/{experiment_id} - one experiment
export const GET = withRoute(getExperimentEndpoint, async ({ caller, params }) => ({
  body: await getExperiment(caller.client, params.experiment_id),
}));

// PATCH /v1/experiments/{experiment_id} - change, start or stop it
export const PATCH = withRoute(updateExperimentEndpoint, async ({ caller, params, body }) => ({
  body: await updateExperiment(caller.client, params.experiment_id, body),
}));

// DELETE /v1/experiments/{experiment_id} - delete a draft
export const DELETE = withRoute(deleteExperimentEndpoint, async ({ caller, params }) => {
  await deleteExperiment(caller.client, params.experiment_id);
  return { status: 204 };
});

export const { POST, PUT } = otherMethods("GET", "PATCH", "DELETE");
