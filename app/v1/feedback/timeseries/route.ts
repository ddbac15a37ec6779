import { getFeedbackTimeseries } from "@/lib/feedback/endpoints";
import { summarizeFeedbackOverTime } from "@/lib/feedback/queries";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/timeseries - votes and accuracy over time
export const GET = withRoute(getFeedbackTimeseries, async ({ caller, query }) => ({
  body: await summarizeFeedbackOverTime(caller.client, query),
}));
