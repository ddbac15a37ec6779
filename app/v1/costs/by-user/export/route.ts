import { exportCostsByUserRows } from "@/lib/costs/spend/endpoints";
import { recordCostsByUserExport } from "@/lib/costs/spend/mutations";
import { exportCostsByUser } from "@/lib/costs/spend/queries";
import { otherMethods } from "@/lib/http/other-methods";
import { rowsResponse } from "@/lib/http/rows-file";
import { withRoute } from "@/lib/http/with-route";
import { nameFile } from "@/lib/query/file-name";

// POST /v1/costs/by-user/export - the end users on screen as CSV or JSONL
export const POST = withRoute(exportCostsByUserRows, async ({ caller, body, request }) => {
  await recordCostsByUserExport(caller.client, body.filter, body.format);
  const pages = exportCostsByUser(caller.client, body.filter, request.signal);
  return rowsResponse(pages, body, nameFile("people", body.filter, new Date()));
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
