import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { exportConversationRows } from "@/lib/interactions/conversations/endpoints";
import { recordConversationExport } from "@/lib/interactions/conversations/mutations";
import { exportConversations } from "@/lib/interactions/conversations/queries";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/conversations/export - the conversations on screen as CSV or JSONL
export const POST = withRoute(exportConversationRows, async ({ caller, body, request }) => {
  const now = new Date();
  await recordConversationExport(caller.client, body.filter, body.format);
  const pages = exportConversations(caller.client, withCutoff(body.filter, now), request.signal);
  return rowsResponse(pages, body, nameFile("conversations", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
