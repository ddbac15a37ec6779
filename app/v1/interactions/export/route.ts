import { writeRows } from "@/lib/format/write-rows";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportInteractionRows } from "@/lib/interactions/endpoints";
import { withCutoff } from "@/lib/interactions/filter";
import { recordInteractionExport } from "@/lib/interactions/mutations";
import { exportInteractions } from "@/lib/interactions/queries";

// POST /v1/interactions/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportInteractionRows, async ({ caller, body, request }) => {
  await recordInteractionExport(caller.client, body.filter, body.format);
  const pages = exportInteractions(caller.client, withCutoff(body.filter, new Date()), request.signal);
  const name = `retune-interactions-${new Date().toISOString().slice(0, 10)}.${body.format}`;
  return streamResponse(writeRows(pages, body), {
    "content-type": body.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    "content-disposition": attachment(name),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
