"use client";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { RowPanel, type RowPanelPlace } from "@/components/data-table/row-panel";
import { ErrorState } from "@/components/ui/error-state";
import { interactionOptions } from "@/lib/interactions/query-options";
import type { Interaction } from "@/lib/interactions/schemas";
import type { Member } from "@/lib/members/schemas";
import { Thread, ThreadSkeleton } from "./thread";

/** The conversation of one interaction beside the table, opened at it. */
export function InteractionPanel({
  id,
  row,
  member,
  place,
}: {
  id: string;
  /** The interaction as the list has it; undefined when it is not among its loaded rows. */
  row: Interaction | undefined;
  member: Member;
  place: RowPanelPlace;
}) {
  const body = useRef<HTMLDivElement>(null);
  const query = useQuery({ ...interactionOptions(id), enabled: row === undefined });
  const interaction = row ?? query.data;
  return (
    <RowPanel noun="interaction" place={place} body={body} menu={null}>
      {interaction ? (
        <Thread conversationId={interaction.conversation_id} opened={interaction} member={member} />
      ) : query.error ? (
        <ErrorState
          error={query.error}
          title="This interaction cannot be shown"
          onRetry={() => query.refetch()}
        />
      ) : (
        <ThreadSkeleton />
      )}
    </RowPanel>
  );
}
