import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { deleteSavedViewEndpoint } from "@/lib/members/endpoints";
import { deleteSavedView } from "@/lib/members/mutations";

// DELETE /v1/saved-views/{saved_view_id} - delete a view of mine
export const DELETE = withRoute(deleteSavedViewEndpoint, async ({ caller, params }) => {
  await deleteSavedView(caller.client, params.saved_view_id);
  return { status: 204 };
});

export const { GET, POST, PUT, PATCH } = otherMethods("DELETE");
