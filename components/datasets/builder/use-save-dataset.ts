"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { datasetKeys, patchDataset, postDataset } from "@/lib/datasets/definitions/query-options";
import { freezeDataset, versionKeys } from "@/lib/datasets/versions/query-options";
import type { Dataset, DatasetInput } from "@/lib/datasets/versions/schemas";
import type { ApiError } from "@/lib/http/fetch-json";

/** A dataset that is being changed, and the version that was read of it. */
export type Base = { id: string; version: number };
type Saved = { dataset: Dataset; freezing: ApiError | null };

/**
 * Saves a dataset, new or changed, perhaps begins to freeze a version of it, and goes to its page. A dataset that is saved and
 * cannot be frozen is told as that: saving it again would make another one.
 */
export function useSaveDataset({ base, onSaved }: { base: Base | null; onSaved: () => void }) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation<Saved, ApiError, { input: DatasetInput; isFreezing: boolean }>({
    mutationFn: async ({ input, isFreezing }) => {
      const dataset = base
        ? await patchDataset(base.id, {
            ...input,
            description: input.description ?? null,
            schedule: input.schedule ?? null,
            expected_version: base.version,
          })
        : await postDataset(input);
      if (!isFreezing) return { dataset, freezing: null };
      const freezing = await freezeDataset(dataset.id).then(
        () => null,
        (error: ApiError) => error,
      );
      return { dataset, freezing };
    },
    onSuccess: ({ dataset, freezing }, { isFreezing }) => {
      onSaved();
      client.setQueryData(datasetKeys.one(dataset.id), dataset);
      for (const queryKey of [datasetKeys.all, versionKeys.all(dataset.id)])
        client.invalidateQueries({ queryKey });
      if (freezing) toast.error("Saved, but not frozen.", { description: freezing.message });
      else toast.success(isFreezing ? "Saved. A version is being frozen." : "Saved.");
      router.push(`/datasets/${dataset.id}`);
    },
    onError: (error) => {
      if (base && error.status === 409) client.invalidateQueries({ queryKey: datasetKeys.one(base.id) });
    },
  });
}
