"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { conversationOptions } from "@/lib/tuning/conversation/query-options";
import { reviewScreenOptions } from "@/lib/tuning/reviews/query-options";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";

/**
 * The conversation around the turn that is looked at, growing at both ends as it is read. A turn that is not in it starts
 * it anew there.
 */
export function useConversation(screen: ReviewScreen, turnId: string) {
  const client = useQueryClient();
  const { session_id, turn_number } = screen.turn;
  const [anchor, setAnchor] = useState({ session_id, turn_number });
  const query = useInfiniteQuery(conversationOptions(anchor.session_id, anchor.turn_number));
  const turns = useMemo(() => query.data?.pages.flatMap((page) => page.turns) ?? [], [query.data]);
  const index = turns.findIndex((turn) => turn.id === turnId);

  const isElsewhere =
    anchor.session_id !== session_id ||
    (query.data !== undefined &&
      index < 0 &&
      screen.turn.id === turnId &&
      anchor.turn_number !== turn_number);
  if (isElsewhere) setAnchor({ session_id, turn_number });

  // Looking at a neighbour is one key away, so what it needs is fetched before.
  const [before, after] = [turns[index - 1]?.id, turns[index + 1]?.id];
  useEffect(() => {
    for (const id of [after, before]) {
      if (index >= 0 && id) void client.prefetchQuery({ ...reviewScreenOptions(id), staleTime: 60_000 });
    }
  }, [client, index, before, after]);

  return { query, turns, index };
}

export type Conversation = ReturnType<typeof useConversation>;
