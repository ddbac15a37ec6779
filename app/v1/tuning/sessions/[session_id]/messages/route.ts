import { toJsonLine } from "@/lib/format/json-line";
import { otherMethods } from "@/lib/http/other-methods";
import { startReading, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { sendTuningMessage } from "@/lib/tuning/assistant/endpoints";
import { converse } from "@/lib/tuning/assistant/mutations";
import { relay } from "@/lib/tuning/assistant/relay";

// POST /v1/tuning/sessions/{session_id}/messages - asks the connected assistant and records its answer
export const POST = withRoute(sendTuningMessage, async ({ caller, params, body }) => {
  const events = await startReading(relay(converse(caller, params.session_id, body)));
  return streamResponse(writeLines(events), { "content-type": "application/x-ndjson" });
});

async function* writeLines(events: AsyncIterable<object>) {
  for await (const event of events) yield toJsonLine(event);
}

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
