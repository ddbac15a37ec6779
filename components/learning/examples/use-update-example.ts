"use client";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { ApiError } from "@/lib/http/fetch-json";
import { describeUpdate, prepareUndo } from "@/lib/learning/examples/prepare-example";
import { exampleKeys, patchExample } from "@/lib/learning/examples/query-options";
import type { Example, ExamplePage, ExampleUpdate } from "@/lib/learning/examples/schemas";

const UNDO_MS = 15_000;

/** Changes an example. The panel and every list show the answer at once, and a toast takes it back. */
export function useUpdateExample() {
  const client = useQueryClient();
  const show = (stored: Example) => {
    client.setQueryData(exampleKeys.detail(stored.id), stored);
    client.setQueriesData<InfiniteData<ExamplePage>>(
      { queryKey: exampleKeys.lists },
      (list) =>
        list && {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            data: page.data.map((row) => (row.id === stored.id ? stored : row)),
          })),
        },
    );
  };
  const fail = (error: ApiError, id: string) => {
    if (error.status === 409) client.invalidateQueries({ queryKey: exampleKeys.detail(id) });
    toast.error("Not changed", { description: error.message });
  };
  const undo = useMutation<Example, ApiError, { id: string; update: ExampleUpdate }>({
    mutationFn: ({ id, update }) => patchExample(id, update),
    onSuccess: (stored) => {
      show(stored);
      toast.success("Undone.");
    },
    onError: (error, { id }) => fail(error, id),
  });
  return useMutation<Example, ApiError, { example: Example; update: ExampleUpdate }>({
    mutationFn: ({ example, update }) =>
      patchExample(example.id, { ...update, expected_version: example.version }),
    onSuccess: (stored, { example, update }) => {
      show(stored);
      toast.success(describeUpdate(update), {
        duration: UNDO_MS,
        action: {
          label: "Undo",
          onClick: () =>
            undo.mutate({
              id: example.id,
              update: { ...prepareUndo(example, update), expected_version: stored.version },
            }),
        },
      });
    },
    onError: (error, { example }) => fail(error, example.id),
  });
}
export type UpdateExample = ReturnType<typeof useUpdateExample>;
