"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useFilters } from "@/components/filters/use-filters";
import { sessionFilterParsers, toSessionParameters } from "@/lib/tuning/sessions/prepare-list";

/** The filters of sessions in the URL, and all filters as parameters of the API, the same object until they change. */
export function useSessionFilters() {
  const { filters: shared } = useFilters();
  const [filters, setFilters] = useQueryStates(sessionFilterParsers, { history: "push" });
  const params = useMemo(() => toSessionParameters(shared, filters), [shared, filters]);
  return { filters, setFilters, params };
}
