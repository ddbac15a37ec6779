import { toJsonLine } from "@/lib/format/json-line";
import { readLines } from "@/lib/http/ndjson";
import { otherMethods } from "@/lib/http/other-methods";
import { streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { importTuningSessions } from "@/lib/tuning/sessions/endpoints";
import { checkImport, importSessions } from "@/lib/tuning/sessions/mutations";
import { importedSession } from "@/lib/tuning/sessions/schemas";

// POST /v1/tuning/import - whole sessions, one a line, reported on as they are stored
export const POST = withRoute(importTuningSessions, async ({ caller, request }) => {
  const lines = readLines(request, importedSession);
  await checkImport(caller.client);
  return streamResponse(writeReport(importSessions(caller.client, lines)), {
    "content-type": "application/x-ndjson",
  });
});

async function* writeReport(reports: AsyncIterable<object>) {
  for await (const report of reports) yield toJsonLine(report);
}

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
