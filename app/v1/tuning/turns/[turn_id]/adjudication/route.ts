import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { saveAdjudicationEndpoint } from "@/lib/tuning/reviews/endpoints";
import { saveAdjudication } from "@/lib/tuning/reviews/mutations";

// PUT /v1/tuning/turns/{turn_id}/adjudication - decide what holds where two reviewers differ
export const PUT = withRoute(saveAdjudicationEndpoint, async ({ caller, params, body }) => ({
  body: await saveAdjudication(caller.client, params.turn_id, body),
}));

export const { GET, POST, PATCH, DELETE } = otherMethods("PUT");
