"use client";
import { useQuery } from "@tanstack/react-query";
import { DownloadDialog } from "@/components/data-table/download-dialog";
import { RowsDownloadForm, type RowsRequest } from "@/components/data-table/rows-download-form";
import { estimateFileBytes } from "@/lib/format/file-size";
import { type DownloadOptions, downloadRows } from "@/lib/http/download";
import { conversationCountOptions } from "@/lib/interactions/conversations/query-options";
import { type Conversation, conversationColumns } from "@/lib/interactions/conversations/schemas";
import type { FilterParameters } from "@/lib/query/url-state";
import { conversationColumnLabels } from "./column-labels";
import { conversationTableColumns } from "./conversation-columns";

/** What POST /v1/conversations/export takes. */
type ConversationsRequest = RowsRequest<keyof Conversation>;

const load = (request: ConversationsRequest, options: DownloadOptions) =>
  downloadRows("/v1/conversations/export", request, `retune-conversations.${request.format}`, options);

const shownColumns = conversationTableColumns.map((column) => column.id);

/** What the conversations of a download are chosen from. */
type Source = {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen, which the size is estimated from. */
  rows: readonly Conversation[];
};

/** Conversations that the size is estimated from. */
const SAMPLE = 100;

/** Downloads conversations: which, in what format and columns; then the progress and what came of it. */
export function ConversationsDownload({
  open,
  onOpenChange,
  ...source
}: Source & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <DownloadDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Download conversations"
      description="The file holds exactly the conversations below with their totals, oldest activity first; messages are in the download of interactions."
      noun="conversations"
      load={load}
    >
      {(start) => <ConversationsForm {...source} onStart={start} />}
    </DownloadDialog>
  );
}

function ConversationsForm({
  params,
  selected,
  rows,
  onStart,
}: Source & { onStart: (request: ConversationsRequest, rows: number) => void }) {
  const count = useQuery({ ...conversationCountOptions(params), staleTime: 0 });
  return (
    <RowsDownloadForm
      label="Conversations"
      params={params}
      selected={selected}
      matching={count.data?.total ?? null}
      columns={conversationColumns}
      columnLabels={conversationColumnLabels}
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
