"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { RowsDownloadForm, type RowsRequest } from "@/components/data-table/rows-download-form";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import type { FilterParameters } from "@/lib/query/url-state";
import { improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";
import { type ImprovementRow, improvementColumns } from "@/lib/tuning/improvements/schemas";
import { noteColumns } from "./columns";

/** What POST /v1/tuning/improvements/export takes. */
type NotesRequest = RowsRequest<keyof ImprovementRow>;

const load = (request: NotesRequest, options: DownloadOptions) =>
  downloadRows("/v1/tuning/improvements/export", request, `retune-notes.${request.format}`, options);

const shownColumns = noteColumns.map((column) => column.id);

/** What the notes of a download are chosen from. */
type Source = { params: FilterParameters; selected: ReadonlySet<string> };

/** Downloads notes with their turns: which, in what format and columns; then the progress and what came of it. */
export function NotesDownload({
  open,
  onOpenChange,
  ...source
}: Source & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download notes"
      description="The file holds exactly the notes below, each with its turn, oldest first."
      noun="notes"
      load={load}
    >
      {(start) => <NotesForm {...source} onStart={start} />}
    </DownloadDialog>
  );
}

function NotesForm({
  params,
  selected,
  onStart,
}: Source & { onStart: (request: NotesRequest, rows: number) => void }) {
  const summary = useQuery({ ...improvementSummaryOptions(params), staleTime: 0 });
  return (
    <RowsDownloadForm
      label="Notes"
      params={params}
      selected={selected}
      matching={summary.data?.total ?? null}
      columns={improvementColumns}
      shownColumns={shownColumns}
      onStart={onStart}
    />
  );
}
