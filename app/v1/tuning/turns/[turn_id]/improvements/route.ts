import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createImprovementEndpoint, listTurnImprovementsEndpoint } from "@/lib/tuning/improvements/endpoints";
import { recordImprovement } from "@/lib/tuning/improvements/mutations";
import { listTurnImprovements } from "@/lib/tuning/improvements/queries";

// GET /v1/tuning/turns/{turn_id}/improvements - notes of a turn
export const GET = withRoute(listTurnImprovementsEndpoint, async ({ caller, params }) => ({
  body: { data: await listTurnImprovements(caller.client, params.turn_id) },
}));

// POST /v1/tuning/turns/{turn_id}/improvements - write a note
export const POST = withRoute(
  createImprovementEndpoint,
  async ({ caller, params, body, bodyText, idempotencyKey }) => {
    const note = await recordImprovement(caller.client, params.turn_id, body, {
      key: idempotencyKey,
      body: bodyText,
    });
    return { status: 201, body: note, headers: { location: `/v1/tuning/improvements/${note.id}` } };
  },
);

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
