import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getSubmissionRate } from "@/lib/interactions/agents/endpoints";
import { summarizeSubmissionRate } from "@/lib/interactions/agents/queries";

// GET /v1/analytics/submission-rate - votes per interaction and day
export const GET = withRoute(getSubmissionRate, async ({ caller, query }) => ({
  body: await summarizeSubmissionRate(caller.client, query.filter),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
