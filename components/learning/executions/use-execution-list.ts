"use client";
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import {
  executionCountOptions,
  executionKeys,
  executionListOptions,
} from "@/lib/learning/executions/query-options";
import type { FilterParameters } from "@/lib/query/url-state";

const POLL_MS = 10_000;

/**
 * The executions under a filter as they were when the list was opened, growing at its end. `newCount` tells how many newer ones
 * have arrived since (asked every 10 s while the page is visible); `refresh` starts again with them.
 */
export function useExecutionList(params: FilterParameters, isDescending: boolean) {
  const client = useQueryClient();
  const options = useMemo(
    () => executionListOptions({ ...params, sort: isDescending ? "-created_at" : "created_at" }),
    [params, isDescending],
  );
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.data), [pages]);
  const count = useQuery({ ...executionCountOptions(params), placeholderData: keepPreviousData });

  const newest = rows[0]?.created_at;
  const { days: _days, ...rest } = params;
  const isAsking = isDescending && query.isSuccess && !query.isPlaceholderData;
  const newer = useQuery({
    ...executionCountOptions(newest === undefined ? params : { ...rest, from: newest }),
    refetchInterval: POLL_MS,
    enabled: isAsking,
  });
  // `from` includes the newest rows themselves.
  const known = rows.findIndex((row) => row.created_at !== newest);
  const newCount =
    isAsking && newer.data ? Math.max(0, newer.data.count - (known === -1 ? rows.length : known)) : 0;

  const refresh = useCallback(async () => {
    await Promise.all([
      client.fetchInfiniteQuery({ ...options, pages: 1, staleTime: 0 }),
      client.invalidateQueries({ queryKey: executionKeys.count(params) }),
    ]);
  }, [client, options, params]);

  return { query, rows, total: count.data?.count ?? null, newCount, refresh };
}
