"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { fetchJson } from "@/lib/http/fetch-json";
import { conversationKeys } from "@/lib/interactions/conversations/query-options";
import { interactionKeys } from "@/lib/interactions/query-options";
import type { Interaction, InteractionPage } from "@/lib/interactions/schemas";

type Rate = { turn: Interaction; user_satisfaction: number | null };

/** Sets or clears the satisfaction of an interaction; lists, totals and figures follow. */
export function useRateInteraction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ turn, user_satisfaction }: Rate) =>
      fetchJson<Interaction>(`/v1/interactions/${encodeURIComponent(turn.id)}`, {
        method: "PATCH",
        body: { user_satisfaction },
      }),
    onSuccess: async (changed) => {
      // Lists keep their rows: the changed one is exchanged in its place, even if a filter would now leave it out.
      client.setQueriesData<InfiniteData<InteractionPage>>(
        { queryKey: interactionKeys.lists },
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              data: page.data.map((row) => (row.id === changed.id ? changed : row)),
            })),
          },
      );
      client.setQueryData(interactionKeys.detail(changed.id), changed);
      await Promise.all([
        // Totals and quality change with it, and what came of an escalation before it.
        client.invalidateQueries({ queryKey: conversationKeys.detail(changed.conversation_id) }),
        client.invalidateQueries({ queryKey: conversationKeys.lists }),
        client.invalidateQueries({ queryKey: ["interactions", "agents"] }),
      ]);
    },
    onError: (error) => toast.error("The rating was not saved", { description: error.message }),
  });
}
