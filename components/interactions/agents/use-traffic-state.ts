"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { toTrafficParameters, trafficParsers } from "@/lib/interactions/prepare-filters";
import { toHref } from "@/lib/query/url-state";

/** The filters of figures in the URL, how to change them, the same as parameters of the API, and the way to the rows behind. */
export function useTrafficState() {
  const [filters, setFilters] = useQueryStates(trafficParsers, { history: "push" });
  const params = useMemo(() => toTrafficParameters(filters), [filters]);
  const hrefOf = useMemo(
    () => (patch: Record<string, string>) => toHref("/interactions", params, patch),
    [params],
  );
  return { filters, setFilters, params, hrefOf };
}
export type TrafficState = ReturnType<typeof useTrafficState>;
