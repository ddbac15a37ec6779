import { openTrainingFile } from "@/lib/datasets/examples/queries";
import { exportFinetuning } from "@/lib/feedback/endpoints";
import { recordExport } from "@/lib/feedback/mutations";
import { finetuningFileName } from "@/lib/feedback/training-file";
import { otherMethods } from "@/lib/http/other-methods";
import { attachment, streamResponse } from "@/lib/http/stream";
import { withRoute } from "@/lib/http/with-route";
import { withCutoff } from "@/lib/query/cutoff";

// POST /v1/feedback/export/finetuning - weighted training examples for a trainer, or the report of what they would be
export const POST = withRoute(exportFinetuning, async ({ caller, body, request }) => {
  const filter = withCutoff(body.filter, new Date());
  const { text, report } = await openTrainingFile(caller.client, { ...body, filter }, request.signal);
  if (body.isDryRun) {
    for await (const _ of text);
    return { body: { ...report(), from: filter.from ?? null, to: filter.to } };
  }
  await recordExport(caller.client, filter, "finetuning", body.format);
  return streamResponse(text, {
    "content-type": body.container === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
    "content-disposition": attachment(finetuningFileName(body.outputPath, filter, body.container)),
  });
});

export const { GET, PUT, PATCH, DELETE } = otherMethods("POST");
