import { deletePriceEndpoint } from "@/lib/costs/prices/endpoints";
import { deletePrice } from "@/lib/costs/prices/mutations";
import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";

// DELETE /v1/prices/{price_id} - delete a price that a person set
export const DELETE = withRoute(deletePriceEndpoint, async ({ caller, params }) => {
  await deletePrice(caller.client, params.price_id);
  return { status: 204 };
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
