import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { listTuningSessionTurns, recordTuningTurns } from "@/lib/tuning/sessions/endpoints";
import { recordTurns } from "@/lib/tuning/sessions/mutations";
import { listSessionTurns } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions/{session_id}/turns - the conversation, in order
export const GET = withRoute(listTuningSessionTurns, async ({ caller, params, query }) => ({
  body: await listSessionTurns(caller.client, params.session_id, query),
}));

// POST /v1/tuning/sessions/{session_id}/turns - one turn or up to 1,000
export const POST = withRoute(
  recordTuningTurns,
  async ({ caller, params, body, bodyText, idempotencyKey }) => {
    const { recorded, isNew } = await recordTurns(caller.client, params.session_id, body, {
      key: idempotencyKey,
      body: bodyText,
    });
    return {
      status: isNew ? 201 : 200,
      body: recorded,
      ...("id" in recorded ? { headers: { location: `/v1/tuning/turns/${recorded.id}` } } : {}),
    };
  },
);

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
