import { createOpenapiDocument } from "@/lib/http/openapi";
import { otherMethods } from "@/lib/http/other-methods";
import { siteOrigin } from "@/lib/http/site-origin";
import { getOpenapi } from "@/lib/http/system-endpoints";
import { withRoute } from "@/lib/http/with-route";
import { endpoints } from "../endpoints";

// GET /v1/openapi.json - the OpenAPI 3.1 document
export const GET = withRoute(getOpenapi, async ({ request }) => ({
  body: createOpenapiDocument(endpoints, siteOrigin(request.headers)),
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
