import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createExecutionBatch } from "@/lib/learning/executions/endpoints";
import { recordExecutionBatch } from "@/lib/learning/executions/mutations";

// POST /v1/executions/batch - up to 1,000 executions, all or nothing
export const POST = withRoute(createExecutionBatch, async ({ caller, body, bodyText, idempotencyKey }) => ({
  status: 201,
  body: await recordExecutionBatch(caller.client, body.items, { key: idempotencyKey, body: bodyText }),
}));

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
