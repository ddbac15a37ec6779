"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { failureParsers, hrefOfFailures, prepareFailures } from "@/lib/learning/failures/prepare-address";

/** The filters of the page in the URL, how to change them, the same as parameters of the API, and the way to the rows behind. */
export function useFailuresState() {
  const [filters, setFilters] = useQueryStates(failureParsers, { history: "push" });
  const params = useMemo(() => prepareFailures(filters), [filters]);
  const hrefOf = useMemo(
    () => (patternId: string, version?: string | null) => hrefOfFailures(params.heatmap, patternId, version),
    [params],
  );
  return { filters, setFilters, params, hrefOf };
}
export type FailuresState = ReturnType<typeof useFailuresState>;
