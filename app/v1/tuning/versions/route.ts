import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listVersionsEndpoint } from "@/lib/tuning/versions/endpoints";
import { listVersions } from "@/lib/tuning/versions/queries";

// GET /v1/tuning/versions - prompt versions
export const GET = withRoute(listVersionsEndpoint, async ({ caller, query }) => ({
  body: { data: await listVersions(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
