"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { costParsers, costViewParsers, toCostParameters } from "@/lib/costs/prepare-address";

/** Filters and view in the URL, how to change them (null takes one away), and the filters as parameters of the API. */
export function useCostState() {
  const [filters, setFilters] = useQueryStates(costParsers, { history: "push" });
  const [view, setView] = useQueryStates(costViewParsers, { history: "push" });
  const params = useMemo(() => toCostParameters(filters), [filters]);
  return { filters, setFilters, view, setView, params };
}
export type CostState = ReturnType<typeof useCostState>;
