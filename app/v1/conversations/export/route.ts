import { writeRows } from "@/lib/format/write-rows";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportConversationRows } from "@/lib/interactions/conversations/endpoints";
import { recordConversationExport } from "@/lib/interactions/conversations/mutations";
import { exportConversations } from "@/lib/interactions/conversations/queries";
import { withCutoff } from "@/lib/interactions/filter";

// POST /v1/conversations/export - the conversations on screen as CSV or JSONL
export const POST = withRoute(exportConversationRows, async ({ caller, body, request }) => {
  await recordConversationExport(caller.client, body.filter, body.format);
  const pages = exportConversations(caller.client, withCutoff(body.filter, new Date()), request.signal);
  const name = `retune-conversations-${new Date().toISOString().slice(0, 10)}.${body.format}`;
  return streamResponse(writeRows(pages, body), {
    "content-type": body.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    "content-disposition": attachment(name),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
