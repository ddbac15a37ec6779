import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listDisagreementsEndpoint } from "@/lib/tuning/reviews/endpoints";
import { listDisagreements } from "@/lib/tuning/reviews/queries";

// GET /v1/tuning/agreement/turns - the turns on which two reviewers differ
export const GET = withRoute(listDisagreementsEndpoint, async ({ caller, query }) => ({
  body: await listDisagreements(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
