"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { liveOptions } from "@/lib/interactions/agents/query-options";
import type { FilterParameters } from "@/lib/query/url-state";

/** The running hour and the trends, which have ranges of their own: of the page's filters only the others apply. */
export function useLive(params: FilterParameters) {
  const { days: _days, from: _from, to: _to, ...own } = params;
  return { own, query: useQuery({ ...liveOptions(own), placeholderData: keepPreviousData }) };
}
