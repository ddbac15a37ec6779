import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import {
  deleteImprovementEndpoint,
  getImprovementEndpoint,
  updateImprovementEndpoint,
} from "@/lib/tuning/improvements/endpoints";
import { deleteImprovement, updateImprovement } from "@/lib/tuning/improvements/mutations";
import { getImprovement } from "@/lib/tuning/improvements/queries";

// GET /v1/tuning/improvements/{improvement_id} - one note with its turn
export const GET = withRoute(getImprovementEndpoint, async ({ caller, params }) => ({
  body: await getImprovement(caller.client, params.improvement_id),
}));

// PATCH /v1/tuning/improvements/{improvement_id} - change a note
export const PATCH = withRoute(updateImprovementEndpoint, async ({ caller, params, body }) => ({
  body: await updateImprovement(caller.client, params.improvement_id, body),
}));

// DELETE /v1/tuning/improvements/{improvement_id} - delete a note; restore undoes it
export const DELETE = withRoute(deleteImprovementEndpoint, async ({ caller, params }) => {
  await deleteImprovement(caller.client, params.improvement_id);
  return { status: 204 };
});

export const { POST, PUT } = otherMethods("GET", "PATCH", "DELETE");
