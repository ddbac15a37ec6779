"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowPanel } from "@/components/data-table/use-row-panel";
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
import { NoRows } from "./no-rows";
import type { InteractionState } from "./use-interaction-state";

const keyOf = (row: Conversation) => row.id;
const labelOf = (row: Conversation) => `the conversation of ${row.user_id}`;
const renderCompact = (row: Conversation) => <CompactConversation row={row} />;

/** The table of conversations, and the open one beside it. */
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
  const isDescending = order === "newest";
  const options = useMemo(
    () => conversationListOptions({ ...params, sort: isDescending ? "-last_activity" : "last_activity" }),
    [params, isDescending],
  );
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const count = useQuery({ ...conversationCountOptions(params), placeholderData: keepPreviousData });
  const total = count.data?.total ?? null;
  const place = useRowPanel(table, openRow, keys, total);
  const handleOpen = useCallback((row: Conversation) => open(row.id), [open]);

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Conversations</h1>
        {toggle}
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
        selection={null}
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
