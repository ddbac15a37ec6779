import { exportFeedbackRows } from "@/lib/feedback/endpoints";
import { recordExport } from "@/lib/feedback/mutations";
import { exportFeedback } from "@/lib/feedback/queries";
import { writeRows } from "@/lib/format/write-rows";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";

// POST /v1/feedback/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportFeedbackRows, async ({ caller, body, request }) => {
  await recordExport(caller.client, body.filter, "rows", body.format);
  const pages = exportFeedback(caller.client, withCutoff(body.filter, new Date()), "rows", request.signal);
  const name = `retune-feedback-${new Date().toISOString().slice(0, 10)}.${body.format}`;
  return streamResponse(writeRows(pages, body), {
    "content-type": body.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    "content-disposition": attachment(name),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
