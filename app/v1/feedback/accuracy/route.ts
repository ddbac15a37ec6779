import { getFeedbackAccuracy } from "@/lib/feedback/endpoints";
import { summarizeAccuracy } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/accuracy - accuracy per model, intent and project
export const GET = withRoute(getFeedbackAccuracy, async ({ caller, query }) => ({
  body: { data: await summarizeAccuracy(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
