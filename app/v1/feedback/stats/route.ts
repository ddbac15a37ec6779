import { getFeedbackStats } from "@/lib/feedback/endpoints";
import { summarizeFeedback } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/stats - totals of a range and of the period before it
export const GET = withRoute(getFeedbackStats, async ({ caller, query }) => ({
  body: await summarizeFeedback(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
