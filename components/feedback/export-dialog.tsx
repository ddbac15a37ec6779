"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { RowsDownloadForm, type RowsRequest } from "@/components/data-table/rows-download-form";
import { feedbackCountOptions, feedbackPageOptions } from "@/lib/feedback/query-options";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";
import { estimateFileBytes } from "@/lib/format/file-size";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import type { FilterParameters } from "@/lib/query/url-state";

/** What POST /v1/feedback/export takes. */
type ExportRequest = RowsRequest<keyof Feedback>;

const load = (request: ExportRequest, options: DownloadOptions) =>
  downloadRows("/v1/feedback/export", request, `retune-feedback.${request.format}`, options);

/** Votes that the size is estimated from. */
const SAMPLE = 100;

/** What the votes of a download are chosen from. */
type Source = { params: FilterParameters; selected: ReadonlySet<string>; shownColumns: readonly string[] };

/** Downloads votes: which, in what format and columns, how many and about how large; then the progress and what came of it. */
export function ExportDialog({
  open,
  onOpenChange,
  ...source
}: Source & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download votes"
      description="The file holds exactly the votes below, oldest first."
      noun="votes"
      load={load}
    >
      {(start) => <ExportForm {...source} onStart={start} />}
    </DownloadDialog>
  );
}

function ExportForm({
  params,
  selected,
  shownColumns,
  onStart,
}: Source & { onStart: (request: ExportRequest, rows: number) => void }) {
  const count = useQuery({ ...feedbackCountOptions(params), staleTime: 0 });
  const sample = useQuery(feedbackPageOptions({ ...params, limit: String(SAMPLE) })).data?.data;
  return (
    <RowsDownloadForm
      label="Votes"
      params={params}
      selected={selected}
      matching={count.data?.total ?? null}
      columns={feedbackColumns}
      shownColumns={shownColumns}
      estimateBytes={(file, rows, isSelected) => {
        if (!sample) return null;
        const chosen = isSelected ? sample.filter((vote) => selected.has(vote.id)) : [];
        // Chosen votes beyond the sample are as large as the others, as far as anyone knows.
        return estimateFileBytes(chosen.length > 0 ? chosen : sample, rows, file);
      }}
      onStart={onStart}
    />
  );
}
