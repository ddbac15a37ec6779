import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getFailurePatternEndpoint, updateFailurePatternEndpoint } from "@/lib/learning/failures/endpoints";
import { updateFailurePattern } from "@/lib/learning/failures/mutations";
import { getFailurePattern } from "@/lib/learning/failures/queries";

// GET /v1/executions/failure-patterns/{pattern_id} - what it is and what is known of it
export const GET = withRoute(getFailurePatternEndpoint, async ({ caller, params }) => ({
  body: await getFailurePattern(caller.client, params.pattern_id),
}));

// PATCH /v1/executions/failure-patterns/{pattern_id} - status, version of the fix, note
export const PATCH = withRoute(updateFailurePatternEndpoint, async ({ caller, params, body }) => ({
  body: await updateFailurePattern(caller.client, params.pattern_id, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
