"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiError } from "@/lib/http/fetch-json";
import { improvementKeys, updateImprovement } from "@/lib/tuning/improvements/query-options";
import type {
  Improvement,
  ImprovementPage,
  ImprovementRow,
  ImprovementUpdate,
} from "@/lib/tuning/improvements/schemas";

/** Changes a note. The panel and every list show the answer at once; figures are counted again. */
export function useUpdateNote(id: string) {
  const client = useQueryClient();
  return useMutation<Improvement, ApiError, ImprovementUpdate>({
    mutationFn: (update) => updateImprovement(id, update),
    onSuccess: (note) => {
      client.setQueryData<ImprovementRow>(improvementKeys.detail(id), (row) => row && { ...row, ...note });
      client.setQueriesData<InfiniteData<ImprovementPage>>(
        { queryKey: improvementKeys.lists },
        (list) =>
          list && {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              data: page.data.map((row) => (row.id === id ? { ...row, ...note } : row)),
            })),
          },
      );
      client.invalidateQueries({ queryKey: [...improvementKeys.all, "summary"] });
      client.invalidateQueries({ queryKey: improvementKeys.outcome(id) });
    },
  });
}
