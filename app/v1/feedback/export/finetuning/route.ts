import { ExampleWriter } from "@/lib/datasets/export-examples";
import { exportFinetuning } from "@/lib/feedback/endpoints";
import { recordExport } from "@/lib/feedback/mutations";
import { exportFeedback } from "@/lib/feedback/queries";
import { finetuningFileName, writeExamples } from "@/lib/feedback/training-example";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";

// POST /v1/feedback/export/finetuning - weighted training examples as JSONL, or the report of what they would be
export const POST = withRoute(exportFinetuning, async ({ caller, body, request }) => {
  const filter = withCutoff(body.filter, new Date());
  if (!body.isDryRun) await recordExport(caller.client, filter, "finetuning", body.format);
  const pages = exportFeedback(caller.client, filter, "finetuning", request.signal);
  const writer = new ExampleWriter(body);
  const lines = writeExamples(pages, (example) => writer.write(example));
  if (body.isDryRun) {
    for await (const _ of lines);
    return { body: { ...writer.report(), from: filter.from ?? null, to: filter.to } };
  }
  return streamResponse(lines, {
    "content-type": "application/x-ndjson",
    "content-disposition": attachment(finetuningFileName(body.outputPath, filter)),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
