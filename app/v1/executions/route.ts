import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createExecution, listExecutionsEndpoint } from "@/lib/learning/executions/endpoints";
import { recordExecution } from "@/lib/learning/executions/mutations";
import { listExecutions } from "@/lib/learning/executions/queries";

// GET /v1/executions - executions under a filter, newest first
export const GET = withRoute(listExecutionsEndpoint, async ({ caller, query }) => ({
  body: await listExecutions(caller.client, query),
}));

// POST /v1/executions - one execution
export const POST = withRoute(createExecution, async ({ caller, body, bodyText, idempotencyKey }) => {
  const recorded = await recordExecution(caller.client, body, { key: idempotencyKey, body: bodyText });
  return { status: 201, body: recorded, headers: { location: `/v1/executions/${recorded.id}` } };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
