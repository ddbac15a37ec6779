import { createOpenapiDocument } from "@/lib/http/openapi";
import { getOpenapi } from "@/lib/http/system-endpoints";
import { originOf, withRoute } from "@/lib/http/with-route";
import { endpoints } from "../endpoints";

// GET /v1/openapi.json - the OpenAPI 3.1 document
export const GET = withRoute(getOpenapi, async ({ request }) => ({
  body: createOpenapiDocument(endpoints, originOf(request)),
}));
