import { otherMethods } from "@/lib/http/other-methods";
import { withRoute } from "@/lib/http/with-route";
import { createTuningSession, listTuningSessions } from "@/lib/tuning/sessions/endpoints";
import { createSession } from "@/lib/tuning/sessions/mutations";
import { listSessions } from "@/lib/tuning/sessions/queries";

// GET /v1/tuning/sessions - sessions under a filter with their statistics, newest first
export const GET = withRoute(listTuningSessions, async ({ caller, query }) => ({
  body: await listSessions(caller.client, query),
}));

// POST /v1/tuning/sessions - starts a session
export const POST = withRoute(createTuningSession, async ({ caller, body, bodyText, idempotencyKey }) => {
  const { session, isNew } = await createSession(caller.client, body, {
    key: idempotencyKey,
    body: bodyText,
  });
  return {
    status: isNew ? 201 : 200,
    body: session,
    headers: { location: `/v1/tuning/sessions/${session.id}` },
  };
});

export const { PUT, PATCH, DELETE } = otherMethods("GET", "POST");
