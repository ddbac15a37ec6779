import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { exportExecutionRows } from "@/lib/learning/executions/endpoints";
import { recordExecutionRowsExport } from "@/lib/learning/executions/mutations";
import { exportExecutions } from "@/lib/learning/executions/queries";
import { withCutoff } from "@/lib/query/cutoff";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/executions/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportExecutionRows, async ({ caller, body, request }) => {
  const now = new Date();
  await recordExecutionRowsExport(caller.client, body.filter, body.format);
  const pages = exportExecutions(caller.client, withCutoff(body.filter, now), request.signal);
  return rowsResponse(pages, body, nameFile("executions", body.filter, now));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
