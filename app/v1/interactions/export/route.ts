import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { exportInteractionRows } from "@/lib/interactions/endpoints";
import { recordInteractionExport } from "@/lib/interactions/mutations";
import { exportInteractions } from "@/lib/interactions/queries";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/interactions/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportInteractionRows, async ({ caller, body, request }) => {
  const now = new Date();
  await recordInteractionExport(caller.client, body.filter, body.format);
  const pages = exportInteractions(caller.client, withCutoff(body.filter, now), request.signal);
  return rowsResponse(pages, body, nameFile("interactions", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
