"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import type { ApiError } from "@/lib/http/fetch-json";
import {
  deleteImprovement,
  improvementKeys,
  restoreImprovement,
} from "@/lib/tuning/improvements/query-options";

const UNDO_MS = 15_000;

/**
 * Deletes a note and offers to undo that. Deleted notes are hidden rather than taken out of lists, so that undoing puts
 * them back where they were.
 */
export function useDeleteNote(onDeleted: (id: string) => void) {
  const client = useQueryClient();
  const [hiddenIds, setHiddenIds] = useState<ReadonlySet<string>>(new Set());
  const renewFigures = useCallback(
    () => client.invalidateQueries({ queryKey: [...improvementKeys.all, "summary"] }),
    [client],
  );

  const restore = useMutation<unknown, ApiError, string>({
    mutationFn: restoreImprovement,
    onSuccess: (_note, id) => {
      setHiddenIds((ids) => new Set([...ids].filter((each) => each !== id)));
      client.invalidateQueries({ queryKey: improvementKeys.detail(id) });
      renewFigures();
      toast.success("The note is back.");
    },
    onError: (error) => toast.error("The note could not be restored.", { description: error.message }),
  });

  const remove = useMutation<unknown, ApiError, string>({
    mutationFn: deleteImprovement,
    onSuccess: (_nothing, id) => {
      setHiddenIds((ids) => new Set([...ids, id]));
      onDeleted(id);
      renewFigures();
      toast("Note deleted", {
        description: "It can be brought back for 30 days.",
        duration: UNDO_MS,
        action: { label: "Undo", onClick: () => restore.mutate(id) },
      });
    },
    onError: (error) => toast.error("The note could not be deleted.", { description: error.message }),
  });
  return { hiddenIds, remove };
}
