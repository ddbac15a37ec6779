import { getFeedbackTimeseries } from "@/lib/feedback/endpoints";
import { summarizeFeedbackOverTime } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/timeseries - votes and accuracy over time
export const GET = withRoute(getFeedbackTimeseries, async ({ caller, query }) => ({
  body: await summarizeFeedbackOverTime(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
