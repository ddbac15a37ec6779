import { countFeedbackEndpoint } from "@/lib/feedback/endpoints";
import { countFeedback } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/count - how many votes match a filter
export const GET = withRoute(countFeedbackEndpoint, async ({ caller, query }) => ({
  body: { total: await countFeedback(caller.client, query.filter) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
