"use client";
import { useCallback, useMemo, useRef } from "react";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { cn } from "@/lib/format/cn";
import {
  conversationCountOptions,
  conversationListOptions,
} from "@/lib/interactions/conversations/query-options";
import type { Conversation } from "@/lib/interactions/conversations/schemas";
import type { Member } from "@/lib/members/schemas";
import { ConversationPanel } from "../conversation/conversation-panel";
import { CompactConversation, conversationTableColumns } from "./conversation-columns";
import { ConversationFilters } from "./conversation-filters";
import { ConversationsDownload } from "./conversations-download";
import { NoRows } from "./no-rows";
import type { InteractionState } from "./use-interaction-state";

const keyOf = (row: Conversation) => row.id;
const labelOf = (row: Conversation) => `the conversation of ${row.user_id}`;
const renderCompact = (row: Conversation) => <CompactConversation row={row} />;

/** The table of conversations, the open one beside it, and downloads for those who may. */
export function ConversationList({
  state,
  member,
  toggle,
  notice,
}: {
  state: InteractionState;
  member: Member;
  /** The choice between the views. */
  toggle: React.ReactNode;
  notice: React.ReactNode;
}) {
  const { conversationParams: params, order, setView } = state;
  const openRow = useOpenRow("conversation");
  const { openId, open, move } = openRow;
  const table = useRef<TableHandle>(null);
  const canDownload = member.role !== "reviewer";
  const isDescending = order === "newest";
  const { query, rows, total } = useRowList({
    params,
    listOptions: conversationListOptions({
      ...params,
      sort: isDescending ? "-last_activity" : "last_activity",
    }),
    countOptions: conversationCountOptions,
    totalOf: (count) => count.total,
    newestFirst: isDescending,
  });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, params, "conversations");
  const place = useRowPanel(table, openRow, keys, total);
  const handleOpen = useCallback((row: Conversation) => open(row.id), [open]);

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Conversations</h1>
        {toggle}
        {canDownload ? (
          <ConversationsDownload
            params={params}
            selected={selection.keys}
            rows={rows}
            disabled={total === 0}
          />
        ) : null}
      </header>
      {notice}
      <ConversationFilters state={state} />
      <RowList
        query={query}
        noun={["conversation", "conversations"]}
        total={total}
        empty={<NoRows view="conversations" params={params} />}
        handle={table}
        columns={conversationTableColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={canDownload ? selection : null}
        sort={{
          columnId: "last_activity",
          isDescending,
          onToggle: () => setView({ order: isDescending ? "oldest" : "newest" }),
        }}
      />
      {openId === null ? null : <ConversationPanel id={openId} member={member} place={place} />}
    </div>
  );
}
