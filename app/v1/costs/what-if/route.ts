import { getWhatIfEndpoint } from "@/lib/costs/prices/endpoints";
import { compareModelCost } from "@/lib/costs/prices/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/what-if - the same traffic on another model
export const GET = withRoute(getWhatIfEndpoint, async ({ caller, query }) => ({
  body: await compareModelCost(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
