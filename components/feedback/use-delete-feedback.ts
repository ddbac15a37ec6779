"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import { feedbackKeys } from "@/lib/feedback/query-options";
import { type ApiError, fetchJson } from "@/lib/http/fetch-json";

const UNDO_MS = 15_000;

/**
 * Deletes a vote and offers to undo that. Deleted votes are hidden rather than taken out of lists, so that undoing puts
 * them back where they were.
 */
export function useDeleteFeedback(onDeleted: (id: string) => void) {
  const client = useQueryClient();
  const [hiddenIds, setHiddenIds] = useState<ReadonlySet<string>>(new Set());

  const renewFigures = useCallback(
    () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey[0] === "feedback" && !["list", "detail", "revisions"].includes(String(queryKey[1])),
      }),
    [client],
  );

  const restore = useMutation<unknown, ApiError, string>({
    mutationFn: (id) => fetchJson(`/v1/feedback/${id}/restore`, { method: "POST" }),
    onSuccess: (_vote, id) => {
      setHiddenIds((ids) => new Set([...ids].filter((each) => each !== id)));
      client.invalidateQueries({ queryKey: feedbackKeys.detail(id) });
      renewFigures();
      toast.success("The vote is back.");
    },
    onError: (error) => toast.error("The vote could not be restored.", { description: error.message }),
  });

  const remove = useMutation<unknown, ApiError, string>({
    mutationFn: (id) => fetchJson(`/v1/feedback/${id}`, { method: "DELETE" }),
    onSuccess: (_nothing, id) => {
      setHiddenIds((ids) => new Set([...ids, id]));
      onDeleted(id);
      renewFigures();
      toast("Vote deleted", {
        description: "It can be brought back for 30 days.",
        duration: UNDO_MS,
        action: { label: "Undo", onClick: () => restore.mutate(id) },
      });
    },
    onError: (error) => toast.error("The vote could not be deleted.", { description: error.message }),
  });

  return { hiddenIds, remove };
}
