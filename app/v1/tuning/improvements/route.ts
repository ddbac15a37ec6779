import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listImprovementsEndpoint, updateImprovementsEndpoint } from "@/lib/tuning/improvements/endpoints";
import { updateImprovements } from "@/lib/tuning/improvements/mutations";
import { listImprovements } from "@/lib/tuning/improvements/queries";

// GET /v1/tuning/improvements - notes under a filter with their turns
export const GET = withRoute(listImprovementsEndpoint, async ({ caller, query }) => ({
  body: await listImprovements(caller.client, query),
}));

// PATCH /v1/tuning/improvements - the same change for many notes
export const PATCH = withRoute(updateImprovementsEndpoint, async ({ caller, body }) => ({
  body: await updateImprovements(caller.client, body),
}));

export const { POST, PUT, DELETE } = otherMethods("GET", "PATCH");
