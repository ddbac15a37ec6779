"use client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import {
  datasetKeys,
  deleteDataset,
  patchDataset,
  restoreDataset,
} from "@/lib/datasets/definitions/query-options";
import { cancelVersion, freezeDataset, versionKeys } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetUpdate, DatasetVersion } from "@/lib/datasets/versions/schemas";
import type { ApiError } from "@/lib/http/fetch-json";

const UNDO_MS = 15_000;

function refresh(client: QueryClient, id: string): void {
  for (const queryKey of [datasetKeys.all, versionKeys.all(id)]) client.invalidateQueries({ queryKey });
}

/** Deletes a dataset and offers to bring it back as it was. */
export function useDeleteDataset({ id, name }: Pick<Dataset, "id" | "name">, onDeleted?: () => void) {
  const client = useQueryClient();
  const undo = useMutation<Dataset, ApiError, void>({
    mutationFn: () => restoreDataset(id),
    onSuccess: () => {
      refresh(client, id);
      toast.success(`“${name}” is back, with its versions.`);
    },
    onError: (error) => toast.error("The dataset was not brought back.", { description: error.message }),
  });
  return useMutation<void, ApiError, void>({
    mutationFn: () => deleteDataset(id),
    onSuccess: () => {
      onDeleted?.();
      client.invalidateQueries({ queryKey: datasetKeys.all });
      toast(`“${name}” is deleted.`, {
        description: "With its versions and its schedule. It can be brought back for 30 days.",
        duration: UNDO_MS,
        action: { label: "Undo", onClick: () => undo.mutate() },
      });
    },
    onError: (error) => toast.error("The dataset was not deleted.", { description: error.message }),
  });
}

/** Changes a dataset, unless someone has changed it since `expected_version` (409). */
export function useUpdateDataset(id: string) {
  const client = useQueryClient();
  return useMutation<Dataset, ApiError, DatasetUpdate>({
    mutationFn: (update) => patchDataset(id, update),
    onSuccess: () => refresh(client, id),
    onError: (error) => {
      if (error.status === 409) client.invalidateQueries({ queryKey: datasetKeys.all });
    },
  });
}

/** Begins to freeze the next version. */
export function useFreezeDataset(id: string) {
  const client = useQueryClient();
  return useMutation<DatasetVersion, ApiError, void>({
    mutationFn: () => freezeDataset(id),
    onSettled: () => refresh(client, id),
  });
}

/** Stops the freezing of a version; what was written of it is removed. */
export function useCancelVersion(id: string) {
  const client = useQueryClient();
  return useMutation<DatasetVersion, ApiError, number>({
    mutationFn: (version) => cancelVersion(id, version),
    onSuccess: ({ version }) => toast(`Version ${version} is canceled. Nothing of it is left.`),
    onError: (error) => toast.error("It was not canceled.", { description: error.message }),
    onSettled: () => refresh(client, id),
  });
}
