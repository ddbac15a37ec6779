import { writeRows } from "@/lib/format/write-rows";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";
import { exportImprovementsEndpoint } from "@/lib/tuning/improvements/endpoints";
import { recordImprovementExport } from "@/lib/tuning/improvements/mutations";
import { exportImprovements } from "@/lib/tuning/improvements/queries";

// POST /v1/tuning/improvements/export - the notes on screen as CSV or JSONL
export const POST = withRoute(exportImprovementsEndpoint, async ({ caller, body, request }) => {
  await recordImprovementExport(caller.client, body.filter, body.format);
  const pages = exportImprovements(caller.client, withCutoff(body.filter, new Date()), request.signal);
  const name = `retune-improvements-${new Date().toISOString().slice(0, 10)}.${body.format}`;
  return streamResponse(writeRows(pages, body), {
    "content-type": body.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    "content-disposition": attachment(name),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
