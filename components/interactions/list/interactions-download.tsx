"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { RowsDownloadForm, type RowsRequest } from "@/components/data-table/rows-download-form";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import { interactionCountOptions } from "@/lib/interactions/query-options";
import { type Interaction, interactionColumns } from "@/lib/interactions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";
import { interactionTableColumns } from "./columns";

/** What POST /v1/interactions/export takes. */
type InteractionsRequest = RowsRequest<keyof Interaction>;

const load = (request: InteractionsRequest, options: DownloadOptions) =>
  downloadRows("/v1/interactions/export", request, `retune-interactions.${request.format}`, options);

const shownColumns = interactionTableColumns.map((column) => column.id);

/** What the interactions of a download are chosen from. */
type Source = { params: FilterParameters; selected: ReadonlySet<string> };

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
      shownColumns={shownColumns}
      onStart={onStart}
    />
  );
}
