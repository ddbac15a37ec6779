import { otherMethods } from "@/lib/http/other-methods";
import { getIndex } from "@/lib/http/system-endpoints";
import { withRoute } from "@/lib/http/with-route";
import { endpoints } from "./endpoints";

// GET /v1 - the list of endpoints
export const GET = withRoute(getIndex, async () => ({
  body: { data: endpoints.map(({ method, path, summary }) => ({ method, path, summary })) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
