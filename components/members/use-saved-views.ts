"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { createSavedView, deleteSavedView, savedViewsOptions } from "@/lib/members/query-options";
import type { SavedView } from "@/lib/members/schemas";

/** Saving and deleting views; the list follows, and a deletion can be undone from its message. */
export function useSavedViews() {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: savedViewsOptions().queryKey });
  const fail = (error: Error) => toast.error(error.message);

  const save = useMutation({ mutationFn: createSavedView, onSuccess: refresh });
  const remove = useMutation({
    mutationFn: (view: SavedView) => deleteSavedView(view.id),
    onSuccess: async (_, { name, path, search }) => {
      await refresh();
      toast(`Deleted the view “${name}”`, {
        action: { label: "Undo", onClick: () => save.mutate({ name, path, search }, { onError: fail }) },
      });
    },
    onError: fail,
  });
  return { save, remove };
}
