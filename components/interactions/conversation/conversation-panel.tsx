"use client";
import { useRef } from "react";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import type { Member } from "@/lib/members/schemas";
import { Thread } from "./thread";

/** One conversation beside the table. */
export function ConversationPanel({
  id,
  member,
  place,
}: {
  id: string;
  member: Member;
  place: RowPanelPlace;
}) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <RowPanel noun="conversation" place={place} body={body} menu={null}>
      <Thread key={id} conversationId={id} opened={null} member={member} />
    </RowPanel>
  );
}
