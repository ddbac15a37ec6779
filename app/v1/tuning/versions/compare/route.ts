import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { compareVersionsEndpoint, keepComparisonEndpoint } from "@/lib/tuning/versions/endpoints";
import { keepComparison } from "@/lib/tuning/versions/mutations";
import { compareVersions } from "@/lib/tuning/versions/queries";

// GET /v1/tuning/versions/compare - two prompt versions side by side
export const GET = withRoute(compareVersionsEndpoint, async ({ caller, query }) => ({
  body: await compareVersions(caller.client, query),
}));

// POST /v1/tuning/versions/compare - compare and keep the result
export const POST = withRoute(keepComparisonEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await keepComparison(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
