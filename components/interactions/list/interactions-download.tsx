"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { RowsDownloadForm, type RowsRequest } from "@/components/data-table/rows-download-form";
import { estimateFileBytes } from "@/lib/format/file-size";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import { interactionCountOptions } from "@/lib/interactions/query-options";
import { type Interaction, interactionColumns } from "@/lib/interactions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";
import { interactionColumnLabels } from "./column-labels";
import { interactionTableColumns } from "./columns";

/** What POST /v1/interactions/export takes. */
type InteractionsRequest = RowsRequest<keyof Interaction>;

const load = (request: InteractionsRequest, options: DownloadOptions) =>
  downloadRows("/v1/interactions/export", request, `retune-interactions.${request.format}`, options);

const shownColumns = interactionTableColumns.map((column) => column.id);

/** What the interactions of a download are chosen from. */
type Source = {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen, which the size is estimated from. */
  rows: readonly Interaction[];
};

/** Interactions that the size is estimated from. */
const SAMPLE = 100;

/** Downloads interactions: which, in what format and columns; then the progress and what came of it. */
export function InteractionsDownload({
  open,
  onOpenChange,
  ...source
}: Source & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download interactions"
      description="The file holds exactly the interactions below, oldest first."
      noun="interactions"
      load={load}
    >
      {(start) => <InteractionsForm {...source} onStart={start} />}
    </DownloadDialog>
  );
}

function InteractionsForm({
  params,
  selected,
  rows,
  onStart,
}: Source & { onStart: (request: InteractionsRequest, rows: number) => void }) {
  const count = useQuery({ ...interactionCountOptions(params), staleTime: 0 });
  return (
    <RowsDownloadForm
      label="Interactions"
      params={params}
      selected={selected}
      matching={count.data?.total ?? null}
      columns={interactionColumns}
      columnLabels={interactionColumnLabels}
      shownColumns={shownColumns}
      estimateBytes={(file, total, isSelected) => {
        const chosen = isSelected ? rows.filter((row) => selected.has(row.id)) : [];
        // Chosen rows that are not loaded any more are as large as the others, as far as anyone knows.
        return estimateFileBytes((chosen.length > 0 ? chosen : rows).slice(0, SAMPLE), total, file);
      }}
      onStart={onStart}
    />
  );
}
