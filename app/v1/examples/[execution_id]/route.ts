import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getExampleEndpoint, updateExampleEndpoint } from "@/lib/learning/examples/endpoints";
import { updateExample } from "@/lib/learning/examples/mutations";
import { getExample } from "@/lib/learning/examples/queries";

// GET /v1/examples/{execution_id} - an execution as an example
export const GET = withRoute(getExampleEndpoint, async ({ caller, params }) => ({
  body: await getExample(caller.client, params.execution_id),
}));

// PATCH /v1/examples/{execution_id} - approve, pin, retire or correct an example
export const PATCH = withRoute(updateExampleEndpoint, async ({ caller, params, body }) => ({
  body: await updateExample(caller.client, params.execution_id, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
