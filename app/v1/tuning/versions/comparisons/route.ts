import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listComparisonsEndpoint } from "@/lib/tuning/versions/endpoints";
import { listComparisons } from "@/lib/tuning/versions/queries";

// GET /v1/tuning/versions/comparisons - comparisons that were kept
export const GET = withRoute(listComparisonsEndpoint, async ({ caller, query }) => ({
  body: { data: await listComparisons(caller.client, query) },
}));

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
