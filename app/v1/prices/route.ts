import { listPricesEndpoint, putPriceEndpoint } from "@/lib/costs/prices/endpoints";
import { setPrice } from "@/lib/costs/prices/mutations";
import { listPrices } from "@/lib/costs/prices/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// GET /v1/prices - what models cost
export const GET = withRoute(listPricesEndpoint, async ({ caller, query }) => ({
  body: { data: await listPrices(caller.client, query) },
}));

// PUT /v1/prices - set the price of a model from a time on
export const PUT = withRoute(putPriceEndpoint, async ({ caller, body }) => ({
  body: await setPrice(caller.client, body),
}));

export const { POST, PATCH, DELETE } = otherMethods("GET", "PUT");
