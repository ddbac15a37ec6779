import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { exportExampleRows } from "@/lib/learning/examples/endpoints";
import { recordExampleExport } from "@/lib/learning/examples/mutations";
import { exportExamples } from "@/lib/learning/examples/queries";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/examples/export - the rows on screen as CSV or JSONL
export const POST = withRoute(exportExampleRows, async ({ caller, body, request }) => {
  await recordExampleExport(caller.client, body.filter, body.format);
  const pages = exportExamples(caller.client, body.filter, request.signal);
  return rowsResponse(pages, body, nameFile("examples", body.filter, new Date()));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
