"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import { conversationCountOptions } from "@/lib/interactions/conversations/query-options";
import { type Conversation, conversationColumns } from "@/lib/interactions/conversations/schemas";
import type { FilterParameters } from "@/lib/query/url-state";
import { conversationColumnLabels } from "./column-labels";
import { conversationTableColumns } from "./conversation-columns";

const load = rowsDownload("/v1/conversations/export", "conversations");
const shownColumns = conversationTableColumns.map((column) => column.id);

/** Downloads conversations: those selected, or all under the filters. */
export function ConversationsDownload({
  params,
  selected,
  rows,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly Conversation[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="conversations"
      description="The file holds exactly the conversations below with their totals, oldest activity first; messages are in the download of interactions."
      load={load}
      columns={conversationColumns}
      columnLabels={conversationColumnLabels}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={conversationCountOptions(params)}
      totalOf={(count) => count.total}
      useSample={() => rows}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}
