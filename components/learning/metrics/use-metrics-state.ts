"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { metricViewParsers } from "@/lib/learning/executions/prepare-address";
import { outcomeParsers, toOutcomeParameters } from "@/lib/learning/prepare-filters";
import { toHref } from "@/lib/query/url-state";

/** Filters and view in the URL, how to change them, the filters as parameters of the API, and the way to the executions behind. */
export function useMetricsState() {
  const [filters, setFilters] = useQueryStates(outcomeParsers, { history: "push" });
  const [view, setView] = useQueryStates(metricViewParsers, { history: "push" });
  const params = useMemo(() => toOutcomeParameters(filters), [filters]);
  const hrefOf = useMemo(
    () => (patch: Record<string, string | undefined>) =>
      toHref("/learning/executions", params, patch as Record<string, string>),
    [params],
  );
  return { filters, setFilters, view, setView, params, hrefOf };
}
export type MetricsState = ReturnType<typeof useMetricsState>;
