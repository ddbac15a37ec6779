import { getCostsByUser } from "@/lib/costs/spend/endpoints";
import { listCostsByUser } from "@/lib/costs/spend/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/by-user - cost and cost efficiency per end user
export const GET = withRoute(getCostsByUser, async ({ caller, query }) => ({
  body: await listCostsByUser(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
