import { getCostsDaily } from "@/lib/costs/spend/endpoints";
import { listCostsDaily } from "@/lib/costs/spend/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/daily - cost and tokens per day, week or month
export const GET = withRoute(getCostsDaily, async ({ caller, query }) => ({
  body: { data: await listCostsDaily(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
