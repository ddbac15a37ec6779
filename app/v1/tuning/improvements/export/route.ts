import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";
import { exportImprovementsEndpoint } from "@/lib/tuning/improvements/endpoints";
import { recordImprovementExport } from "@/lib/tuning/improvements/mutations";
import { exportImprovements } from "@/lib/tuning/improvements/queries";

// POST /v1/tuning/improvements/export - the notes on screen as CSV or JSONL
export const POST = withRoute(exportImprovementsEndpoint, async ({ caller, body, request }) => {
  const now = new Date();
  await recordImprovementExport(caller.client, body.filter, body.format);
  const pages = exportImprovements(caller.client, withCutoff(body.filter, now), request.signal);
  return rowsResponse(pages, body, nameFile("notes", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
