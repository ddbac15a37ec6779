"use client";
import { useMemo } from "react";
import { useFilters } from "@/components/filters/use-filters";
import { toAnalyticsParameters, toFilterParameters } from "@/lib/query/url-state";

/** The filters in the URL, and the same as parameters of lists and of analytics; all of them stay the same object until they change. */
export function useFeedbackFilters() {
  const { filters, setFilters } = useFilters();
  const params = useMemo(() => toFilterParameters(filters), [filters]);
  const analyticsParams = useMemo(() => toAnalyticsParameters(filters), [filters]);
  return { filters, setFilters, params, analyticsParams };
}
