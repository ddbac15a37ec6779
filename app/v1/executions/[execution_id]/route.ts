import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExecutionEndpoint, updateExecutionEndpoint } from "@/lib/learning/executions/endpoints";
import { updateExecution } from "@/lib/learning/executions/mutations";
import { getExecution } from "@/lib/learning/executions/queries";

// GET /v1/executions/{execution_id} - one execution
export const GET = withRoute(getExecutionEndpoint, async ({ caller, params }) => ({
  body: await getExecution(caller.client, params.execution_id),
}));

// PATCH /v1/executions/{execution_id} - what is known later, such as the user's correction
export const PATCH = withRoute(updateExecutionEndpoint, async ({ caller, params, body }) => ({
  body: await updateExecution(caller.client, params.execution_id, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
