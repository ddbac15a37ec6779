"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { Button } from "@/components/ui/button";
import { formatCount, NO_VALUE } from "@/lib/format/number";
import { type DownloadOptions, downloadFile } from "@/lib/http/download";
import { executionCountOptions } from "@/lib/learning/executions/query-options";
import { toUrl } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";

const load = (params: FilterParameters, options: DownloadOptions) =>
  downloadFile(toUrl("/v1/executions/export.jsonl", params), "text", "retune-prompt-response.jsonl", options);

/** Downloads the executions under the filters that can serve as examples, one {prompt, response} a line. */
export function ExecutionsDownload({
  open,
  onOpenChange,
  params,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  params: FilterParameters;
}) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download prompts and plans"
      description="One {prompt, response} a line, oldest first: a few-shot file, or the start of a training file. Executions that worked; where a reviewer wrote a better plan, that one. Retired examples are left out."
      noun="lines"
      load={load}
    >
      {(start) => <Form params={params} onStart={() => start(params, null)} />}
    </DownloadDialog>
  );
}

function Form({ params, onStart }: { params: FilterParameters; onStart: () => void }) {
  const matching = useQuery({ ...executionCountOptions(params), staleTime: 0 });
  const worked = useQuery({
    ...executionCountOptions({ ...params, success: "true" }),
    staleTime: 0,
    enabled: params.success !== "false",
  });
  const all = matching.data ? formatCount(matching.data.count) : NO_VALUE;
  const good = params.success === "false" ? "0" : worked.data ? formatCount(worked.data.count) : NO_VALUE;
  return (
    <div className="grid gap-4">
      <p className="text-13">
        {all} {matching.data?.count === 1 ? "execution matches" : "executions match"} the filters, {good} of
        them worked.
      </p>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onStart} disabled={matching.data?.count === 0}>
          Download JSONL
        </Button>
      </div>
    </div>
  );
}
