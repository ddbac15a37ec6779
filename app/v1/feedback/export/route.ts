import { exportFeedbackRows } from "@/lib/feedback/endpoints";
import { recordExport } from "@/lib/feedback/mutations";
import { exportFeedback } from "@/lib/feedback/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/feedback/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportFeedbackRows, async ({ caller, body, request }) => {
  const now = new Date();
  await recordExport(caller.client, body.filter, "rows", body.format);
  const pages = exportFeedback(caller.client, withCutoff(body.filter, now), "rows", request.signal);
  return rowsResponse(pages, body, nameFile("votes", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
