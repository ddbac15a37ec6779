"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { ApiError } from "@/lib/http/fetch-json";
import { keepComparison, versionKeys } from "@/lib/tuning/versions/query-options";
import type { CompareInput, KeptComparison } from "@/lib/tuning/versions/schemas";

/** Computes a comparison and keeps it. */
export function useKeepComparison() {
  const client = useQueryClient();
  return useMutation<KeptComparison, ApiError, CompareInput>({
    mutationFn: keepComparison,
    onSuccess: () => {
      client.invalidateQueries({ queryKey: [...versionKeys.all, "kept"] });
      toast.success("Kept, with the figures of now.");
    },
    onError: (error) => toast.error("The comparison was not kept.", { description: error.message }),
  });
}
