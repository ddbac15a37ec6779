import { getFeedbackAccuracy } from "@/lib/feedback/endpoints";
import { summarizeAccuracy } from "@/lib/feedback/queries";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/feedback/accuracy - accuracy per model, intent and project
export const GET = withRoute(getFeedbackAccuracy, async ({ caller, query }) => ({
  body: { data: await summarizeAccuracy(caller.client, query) },
}));
