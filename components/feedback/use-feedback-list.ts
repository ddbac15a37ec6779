"use client";
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import {
  type FeedbackParameters,
  feedbackCountOptions,
  feedbackKeys,
  feedbackListOptions,
} from "@/lib/feedback/query-options";

const POLL_MS = 10_000;

/**
 * The votes under a filter as they were when the list was opened, growing at its end. `newCount` tells how many newer
 * ones have arrived since (asked every 10 s while the page is visible); `refresh` starts again with them. Rows in
 * `hiddenIds` are left out.
 */
export function useFeedbackList(
  params: FeedbackParameters,
  isDescending: boolean,
  hiddenIds: ReadonlySet<string>,
) {
  const client = useQueryClient();
  const options = useMemo(
    () => feedbackListOptions({ ...params, sort: isDescending ? "-created_at" : "created_at" }),
    [params, isDescending],
  );
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(
    () => (pages ?? []).flatMap((page) => page.data.filter((row) => !hiddenIds.has(row.id))),
    [pages, hiddenIds],
  );
  const count = useQuery({ ...feedbackCountOptions(params), placeholderData: keepPreviousData });

  const newest = rows[0]?.created_at;
  const { days: _days, ...rest } = params;
  const isCurrent = query.isSuccess && !query.isPlaceholderData;
  const newer = useQuery({
    ...feedbackCountOptions(newest === undefined ? params : { ...rest, from: newest }),
    refetchInterval: POLL_MS,
    enabled: isCurrent && isDescending,
  });
  // `from` includes the newest rows themselves.
  const known = rows.findIndex((row) => row.created_at !== newest);
  const newCount =
    isCurrent && isDescending && newer.data
      ? Math.max(0, newer.data.total - (known === -1 ? rows.length : known))
      : 0;

  const refresh = useCallback(async () => {
    await Promise.all([
      client.fetchInfiniteQuery({ ...options, pages: 1, staleTime: 0 }),
      client.invalidateQueries({ queryKey: feedbackKeys.count(params) }),
    ]);
  }, [client, options, params]);

  return { query, rows, total: count.data?.total ?? null, newCount, refresh };
}
