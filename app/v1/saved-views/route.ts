import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createSavedViewEndpoint, listSavedViewsEndpoint } from "@/lib/members/endpoints";
import { createSavedView } from "@/lib/members/mutations";
import { listSavedViews } from "@/lib/members/queries";

// GET /v1/saved-views - my saved views
export const GET = withRoute(listSavedViewsEndpoint, async ({ caller }) => ({
  body: { data: await listSavedViews(caller.client) },
}));

// POST /v1/saved-views - save a view
export const POST = withRoute(createSavedViewEndpoint, async ({ caller, body }) => ({
  status: 201,
  body: await createSavedView(caller.client, body),
}));

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
