import { listUnpricedEndpoint } from "@/lib/costs/prices/endpoints";
import { listUnpriced } from "@/lib/costs/prices/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/costs/unpriced - models whose interactions have no cost, and why
export const GET = withRoute(listUnpricedEndpoint, async ({ caller, query }) => ({
  body: await listUnpriced(caller.client, query),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
