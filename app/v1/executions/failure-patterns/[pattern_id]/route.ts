import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { updateFailurePatternEndpoint } from "@/lib/learning/failures/endpoints";
import { updateFailurePattern } from "@/lib/learning/failures/mutations";

// PATCH /v1/executions/failure-patterns/{pattern_id} - status, version of the fix, note
export const PATCH = withRoute(updateFailurePatternEndpoint, async ({ caller, params, body }) => ({
  body: await updateFailurePattern(caller.client, params.pattern_id, body),
}));

export const { GET, POST, PUT, DELETE } = otherMethods("PATCH");
