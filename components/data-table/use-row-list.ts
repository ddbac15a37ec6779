"use client";
import {
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseInfiniteQueryOptions,
  type UseQueryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import type { FilterParameters } from "@/lib/query/url-state";

const POLL_MS = 10_000;
const none: ReadonlySet<string> = new Set();

type Page<Row> = { data: Row[]; next_cursor: string | null };

/** An endless list of the API, which is never fetched again by itself. */
type ListOptions<Row, Key extends QueryKey> = UseInfiniteQueryOptions<
  Page<Row>,
  Error,
  InfiniteData<Page<Row>>,
  Key,
  string | null
>;

/**
 * The rows under a filter as they were when the list was opened, growing at its end, and how many match. `newCount` tells how many
 * newer ones have arrived since (asked every 10 s while the page is visible, when `timeOf` is given and the newest come first);
 * `refresh` starts again with them. Rows in `hiddenIds` are left out.
 */
export function useRowList<
  Row extends { id: string },
  ListKey extends QueryKey,
  Count,
  CountKey extends QueryKey,
>({
  params,
  listOptions,
  countOptions,
  totalOf,
  newestFirst,
  timeOf,
  hiddenIds = none,
}: {
  params: FilterParameters;
  listOptions: ListOptions<Row, ListKey>;
  countOptions: (params: FilterParameters) => UseQueryOptions<Count, Error, Count, CountKey>;
  totalOf: (count: Count) => number;
  newestFirst: boolean;
  /** The time that the list is in the order of; absent: new rows are not counted. */
  timeOf?: (row: Row) => string;
  hiddenIds?: ReadonlySet<string>;
}) {
  const client = useQueryClient();
  const query = useInfiniteQuery({ ...listOptions, placeholderData: keepPreviousData });
  const pages = query.data?.pages;
  const rows = useMemo(
    () => (pages ?? []).flatMap((page) => page.data.filter((row) => !hiddenIds.has(row.id))),
    [pages, hiddenIds],
  );
  const countOfList = countOptions(params);
  const count = useQuery({ ...countOfList, placeholderData: keepPreviousData });

  const newest = rows[0] && timeOf?.(rows[0]);
  const { days: _days, ...rest } = params;
  const isAsking = timeOf !== undefined && newestFirst && query.isSuccess && !query.isPlaceholderData;
  const newer = useQuery({
    ...countOptions(newest === undefined ? params : { ...rest, from: newest }),
    refetchInterval: POLL_MS,
    enabled: isAsking,
  });
  // `from` includes the newest rows themselves.
  const known = rows.findIndex((row) => timeOf?.(row) !== newest);
  const newCount =
    isAsking && newer.data !== undefined
      ? Math.max(0, totalOf(newer.data) - (known === -1 ? rows.length : known))
      : 0;

  const refresh = () =>
    Promise.all([
      client.fetchInfiniteQuery({ ...listOptions, pages: 1, staleTime: 0 }),
      client.invalidateQueries({ queryKey: countOfList.queryKey }),
    ]);

  return { query, rows, total: count.data === undefined ? null : totalOf(count.data), newCount, refresh };
}
