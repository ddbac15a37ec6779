import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { exportFailurePatternRows } from "@/lib/learning/failures/endpoints";
import { recordPatternExport } from "@/lib/learning/failures/mutations";
import { exportFailurePatterns } from "@/lib/learning/failures/queries";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/executions/failure-patterns/export - the patterns on screen as CSV or JSONL
export const POST = withRoute(exportFailurePatternRows, async ({ caller, body, request }) => {
  await recordPatternExport(caller.client, body.filter, body.format);
  const pages = exportFailurePatterns(caller.client, body.filter, request.signal);
  return rowsResponse(pages, body, nameFile("failure-patterns", body.filter, new Date()));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
