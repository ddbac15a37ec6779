import { toJsonLine } from "@/lib/format/json-line";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportUserEndpoint } from "@/lib/interactions/people/endpoints";
import { recordUserExport } from "@/lib/interactions/people/mutations";
import { exportUser } from "@/lib/interactions/people/queries";

// GET /v1/users/{user_id}/export - everything stored about an end user, as JSONL
export const GET = withRoute(exportUserEndpoint, async ({ caller, params, request }) => {
  await recordUserExport(caller.client, params.user_id);
  return streamResponse(writeLines(exportUser(caller.client, params.user_id, request.signal)), {
    "content-type": "application/x-ndjson",
    // The name of a file ends up in logs and histories: it does not say whose data it holds.
    "content-disposition": attachment(`retune-person-${new Date().toISOString().slice(0, 10)}.jsonl`),
  });
});

async function* writeLines(pages: AsyncIterable<object[]>) {
  for await (const rows of pages) yield rows.map(toJsonLine).join("");
}

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
