import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getQueueSummaryEndpoint } from "@/lib/tuning/queues/endpoints";
import { summarizeMyReviews } from "@/lib/tuning/queues/queries";

// GET /v1/tuning/queues/{queue_id}/summary - what the caller has said of the turns of a queue
export const GET = withRoute(getQueueSummaryEndpoint, async ({ caller, params }) => ({
  body: await summarizeMyReviews(caller.client, params.queue_id),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
