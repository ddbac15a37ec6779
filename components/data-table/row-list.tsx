"use client";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ComponentProps, useCallback } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { ListStatus } from "./list-status";
import { TableSkeleton } from "./table-skeleton";
import { VirtualTable } from "./virtual-table";

/** The endless list behind a table. */
type RowQuery = Pick<
  UseInfiniteQueryResult<unknown>,
  | "isPending"
  | "data"
  | "error"
  | "refetch"
  | "fetchNextPage"
  | "isFetchingNextPage"
  | "isFetchNextPageError"
  | "hasNextPage"
  | "isPlaceholderData"
>;

/** A table that grows as one reads: loading, failed, empty or with rows, and below it what it holds and what is selected. */
export function RowList<Row>({
  query,
  noun,
  total,
  empty,
  notice,
  actions,
  ...table
}: Omit<
  ComponentProps<typeof VirtualTable<Row>>,
  "label" | "rowCount" | "continuation" | "isStale" | "className"
> & {
  query: RowQuery;
  /** One and several rows: ["vote", "votes"]. */
  noun: readonly [one: string, several: string];
  /** Of all rows, also those not loaded; null while unknown. */
  total: number | null;
  /** In place of a table without rows. */
  empty: React.ReactNode;
  /** Above the table. */
  notice?: React.ReactNode;
  /** What can be done with the selected rows. */
  actions?: React.ReactNode;
}) {
  const { fetchNextPage, error } = query;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const [, several] = noun;
  return (
    <div className="relative flex min-h-80 flex-1 flex-col overflow-hidden rounded-md border bg-surface">
      {notice}
      {query.isPending ? (
        <TableSkeleton label={`Loading ${several}`} />
      ) : query.data === undefined ? (
        <ErrorState error={error} onRetry={() => query.refetch()} className="flex-1" />
      ) : table.rows.length === 0 ? (
        empty
      ) : (
        <VirtualTable
          {...table}
          label={several.charAt(0).toUpperCase() + several.slice(1)}
          rowCount={total}
          continuation={{
            hasMore: query.hasNextPage,
            isLoading: query.isFetchingNextPage,
            error: query.isFetchNextPageError ? error : null,
            onLoadMore: loadMore,
          }}
          isStale={query.isPlaceholderData}
          className="min-h-0 flex-1"
        />
      )}
      <ListStatus
        noun={noun}
        loaded={table.rows.length}
        total={total}
        selected={table.selection?.keys.size ?? 0}
        onClear={() => table.selection?.clear()}
      >
        {actions}
      </ListStatus>
    </div>
  );
}
