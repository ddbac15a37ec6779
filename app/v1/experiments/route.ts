import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createExperimentEndpoint, listExperimentsEndpoint } from "@/lib/learning/experiments/endpoints";
import { createExperiment } from "@/lib/learning/experiments/mutations";
import { listExperiments } from "@/lib/learning/experiments/queries";

// GET /v1/experiments - running, drafts, stopped
export const GET = withRoute(listExperimentsEndpoint, async ({ caller, query }) => ({
  body: { data: await listExperiments(caller.client, query) },
}));

// POST /v1/experiments - plan an experiment
export const POST = withRoute(createExperimentEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await createExperiment(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
