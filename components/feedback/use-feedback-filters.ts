"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { toVoteAnalyticsParameters, toVoteParameters, voteParsers } from "@/lib/feedback/prepare-address";
import { withUsableRange } from "@/lib/query/url-state";

/** The filters in the URL, and the same as parameters of lists and of analytics; all of them stay the same object until they change. */
export function useFeedbackFilters() {
  const [inUrl, setFilters] = useQueryStates(voteParsers, { history: "push" });
  const filters = useMemo(() => ({ ...inUrl, ...withUsableRange(inUrl) }), [inUrl]);
  const params = useMemo(() => toVoteParameters(filters), [filters]);
  const analyticsParams = useMemo(() => toVoteAnalyticsParameters(filters), [filters]);
  return { filters, setFilters, params, analyticsParams };
}
