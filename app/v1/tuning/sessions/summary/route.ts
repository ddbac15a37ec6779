import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { summarizeTuningSessionsEndpoint } from "@/lib/tuning/sessions/endpoints";
import { summarizeTuningSessions } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions/summary - totals of the sessions under a filter, and what there is to filter by
export const GET = withRoute(summarizeTuningSessionsEndpoint, async ({ caller, query }) => ({
  body: await summarizeTuningSessions(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
