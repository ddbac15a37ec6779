import { getCostsSummary } from "@/lib/costs/spend/endpoints";
import { summarizeCosts } from "@/lib/costs/spend/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/summary - totals of a range and of the period before it
export const GET = withRoute(getCostsSummary, async ({ caller, query }) => ({
  body: await summarizeCosts(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
