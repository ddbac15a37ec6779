import { toJsonLine } from "@/lib/format/json-line";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { exportPromptResponses as endpoint } from "@/lib/learning/executions/endpoints";
import { recordExecutionExport } from "@/lib/learning/executions/mutations";
import { exportPromptResponses } from "@/lib/learning/executions/queries";
import { withCutoff } from "@/lib/query/cutoff";

// GET /v1/executions/export.jsonl - what may serve as an example, as {prompt, response} lines
export const GET = withRoute(endpoint, async ({ caller, query, request }) => {
  await recordExecutionExport(caller.client, query.filter);
  const pages = exportPromptResponses(caller.client, withCutoff(query.filter, new Date()), request.signal);
  return streamResponse(writeLines(pages), {
    "content-type": "application/x-ndjson",
    "content-disposition": attachment(`retune-examples-${new Date().toISOString().slice(0, 10)}.jsonl`),
  });
});

async function* writeLines(pages: AsyncIterable<object[]>) {
  for await (const rows of pages) yield rows.map(toJsonLine).join("");
}

export const { POST, PUT, PATCH, DELETE } = otherMethods("GET");
