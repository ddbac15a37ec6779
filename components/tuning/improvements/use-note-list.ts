"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FilterParameters } from "@/lib/query/url-state";
import { improvementListOptions, improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";

/** The notes under a filter, growing at their end, and how many there are. Rows in `hiddenIds` are left out. */
export function useNoteList(
  params: FilterParameters,
  sort: "timestamp" | "-timestamp",
  hiddenIds: ReadonlySet<string>,
) {
  const options = useMemo(() => improvementListOptions({ ...params, sort }), [params, sort]);
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(
    () => (pages ?? []).flatMap((page) => page.data.filter((row) => !hiddenIds.has(row.id))),
    [pages, hiddenIds],
  );
  const summary = useQuery({ ...improvementSummaryOptions(params), placeholderData: keepPreviousData });
  return { query, rows, total: summary.data?.total ?? null };
}
