import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getAgreementEndpoint } from "@/lib/tuning/reviews/endpoints";
import { summarizeAgreement } from "@/lib/tuning/reviews/queries";

// GET /v1/tuning/agreement - how far two reviewers agree, per category
export const GET = withRoute(getAgreementEndpoint, async ({ caller, query }) => ({
  body: await summarizeAgreement(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
