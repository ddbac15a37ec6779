"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toast } from "sonner";
import { formatCount } from "@/lib/format/number";
import type { ApiError } from "@/lib/http/fetch-json";
import { applyChange, type NoteChange, prepareUndo } from "@/lib/tuning/improvements/prepare-undo";
import { improvementKeys, updateImprovements } from "@/lib/tuning/improvements/query-options";
import type {
  ImprovementBulkResult,
  ImprovementBulkUpdate,
  ImprovementPage,
} from "@/lib/tuning/improvements/schemas";

const UNDO_MS = 15_000;
const notes = (count: number) => `${formatCount(count)} ${count === 1 ? "note" : "notes"}`;

/**
 * Changes several notes alike, all or nothing, and offers to undo that. Rows show the change at once and stay where they
 * are, even when a filter would no longer find them; figures are counted again.
 */
export function useChangeNotes() {
  const client = useQueryClient();

  const show = useCallback(
    ({ ids, ...change }: ImprovementBulkUpdate) => {
      const changed = new Set(ids);
      client.setQueriesData<InfiniteData<ImprovementPage>>(
        { queryKey: improvementKeys.lists },
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              data: page.data.map((row) => (changed.has(row.id) ? applyChange(row, change) : row)),
            })),
          },
      );
      return client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === improvementKeys.all[0] && queryKey[1] !== "list",
      });
    },
    [client],
  );

  const undo = useMutation<number, ApiError, ImprovementBulkUpdate[]>({
    mutationFn: async (updates) => {
      let total = 0;
      for (const update of updates) {
        total += (await updateImprovements(update)).updated;
        show(update);
      }
      return total;
    },
    onSuccess: (total) => toast.success(`${notes(total)} as before.`),
    onError: (error) => toast.error("The change could not be undone.", { description: error.message }),
  });

  return useMutation<ImprovementBulkResult, ApiError, { ids: readonly string[]; change: NoteChange }>({
    mutationFn: ({ ids, change }) => updateImprovements({ ids: [...ids], ...change }),
    onSuccess: (result, { ids, change }) => {
      show({ ids: [...ids], ...change });
      toast.success(`${notes(result.updated)} changed`, {
        duration: UNDO_MS,
        action: { label: "Undo", onClick: () => undo.mutate(prepareUndo(result.before, change)) },
      });
    },
    onError: (error) => toast.error("Nothing was changed.", { description: error.message }),
  });
}
