import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { getImprovementSummary } from "@/lib/tuning/improvements/endpoints";
import { summarizeImprovements } from "@/lib/tuning/improvements/queries";

// GET /v1/tuning/improvements/summary - notes by category and status
export const GET = withRoute(getImprovementSummary, async ({ caller, query }) => ({
  body: await summarizeImprovements(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
