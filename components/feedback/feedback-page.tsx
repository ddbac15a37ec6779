"use client";
import { Download } from "lucide-react";
import { useQueryState } from "nuqs";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { ListStatus } from "@/components/data-table/list-status";
import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useSelection } from "@/components/data-table/use-selection";
import { type TableHandle, VirtualTable } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { listParsers, sortParser } from "@/lib/feedback/prepare-address";
import type { FeedbackListRow } from "@/lib/feedback/prepare-list";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { Member } from "@/lib/members/schemas";
import { toSearch } from "@/lib/query/parameters";
import { ColumnMenu } from "./column-menu";
import { CompactVote } from "./columns";
import { ExportDialog } from "./export-dialog";
import { FeedbackFilters } from "./feedback-filters";
import { NewVotes } from "./new-votes";
import { NoVotes } from "./no-votes";
import { useColumnChoice } from "./use-column-choice";
import { useDeleteFeedback } from "./use-delete-feedback";
import { useFeedbackFilters } from "./use-feedback-filters";
import { useFeedbackList } from "./use-feedback-list";
import { VotePanel } from "./vote-panel";

/** Votes one may select by hand: as many as one export takes by id. */
const MAX_SELECTED = 10_000;

const keyOf = (row: FeedbackListRow) => row.id;
const labelOf = (row: FeedbackListRow) => row.query.slice(0, 80) || "a vote without a query";
const renderCompact = (row: FeedbackListRow) => <CompactVote row={row} />;

/** The table of votes with its filters, the open vote beside it, and downloads for those who may. */
export function FeedbackPage({ member }: { member: Member }) {
  const state = useFeedbackFilters();
  const [sort, setSort] = useQueryState("sort", sortParser);
  const { openId, open, move, close } = useOpenRow("vote");
  const choice = useColumnChoice();
  const table = useRef<TableHandle>(null);
  const [isExporting, setIsExporting] = useState(false);
  const canExport = member.role !== "reviewer";

  const { hiddenIds, remove } = useDeleteFeedback((id) => id === openId && close());
  const { query, rows, total, newCount, refresh } = useFeedbackList(
    state.params,
    sort === "-created_at",
    hiddenIds,
  );
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useSelection(keys, toSearch(state.params), MAX_SELECTED, () =>
    toast(`At most ${formatCount(MAX_SELECTED)} votes can be selected.`, {
      description: "To take more, download all matching votes.",
    }),
  );
  const openIndex = openId === null ? -1 : keys.indexOf(openId);

  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError, hasNextPage, error } = query;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const handleOpen = useCallback((row: FeedbackListRow) => open(row.id), [open]);

  // However the panel was closed, with the browser's Back too, its row gets the focus; if it was deleted, the next one.
  const lastOpen = useRef({ id: "", index: -1 });
  useEffect(() => {
    if (openId !== null) {
      // A vote that is deleted leaves the list before the panel closes.
      if (openIndex >= 0 || lastOpen.current.id !== openId)
        lastOpen.current = { id: openId, index: openIndex };
      return;
    }
    const { id, index } = lastOpen.current;
    lastOpen.current = { id: "", index: -1 };
    const place = keys.indexOf(id);
    if (index >= 0) table.current?.showRow(place < 0 ? index : place, true);
  }, [openId, openIndex, keys]);

  const handleMove = (step: 1 | -1) => {
    const next = rows[openIndex + step];
    if (!next) return;
    move(next.id);
    table.current?.showRow(openIndex + step, false);
  };
  const handleRefresh = async () => {
    await refresh();
    table.current?.showRow(0, false);
  };

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Feedback</h1>
        <ColumnMenu choice={choice} />
        {canExport ? (
          <Button variant="outline" onClick={() => setIsExporting(true)} disabled={total === 0}>
            <Download aria-hidden />
            Download
          </Button>
        ) : null}
      </header>
      <ParameterNotice parsers={listParsers} />
      <FeedbackFilters state={state} />
      <div className="relative flex min-h-80 flex-1 flex-col overflow-hidden rounded-md border bg-surface">
        <NewVotes count={newCount} onShow={handleRefresh} />
        {query.isPending ? (
          <TableSkeleton label="Loading votes" />
        ) : query.data === undefined ? (
          <ErrorState error={error} onRetry={() => query.refetch()} className="flex-1" />
        ) : rows.length === 0 ? (
          <NoVotes params={state.params} />
        ) : (
          <VirtualTable
            handle={table}
            label="Votes"
            columns={choice.columns}
            rows={rows}
            rowCount={total}
            getKey={keyOf}
            getRowLabel={labelOf}
            renderCompact={renderCompact}
            activeKey={openId}
            onOpen={handleOpen}
            onMove={openId === null ? undefined : (row) => move(row.id)}
            selection={canExport ? selection : null}
            sort={{
              columnId: "created_at",
              isDescending: sort === "-created_at",
              onToggle: () => setSort(sort === "-created_at" ? "created_at" : "-created_at"),
            }}
            continuation={{
              hasMore: hasNextPage,
              isLoading: isFetchingNextPage,
              error: isFetchNextPageError ? error : null,
              onLoadMore: loadMore,
            }}
            isStale={query.isPlaceholderData}
            className="min-h-0 flex-1"
          />
        )}
        <ListStatus
          noun={["vote", "votes"]}
          loaded={rows.length}
          total={total}
          selected={selection.keys.size}
          onClear={selection.clear}
        />
      </div>
      {openId === null ? null : (
        <VotePanel
          id={openId}
          member={member}
          position={openIndex < 0 ? null : { index: openIndex, total }}
          hasNext={openIndex >= 0 && openIndex < rows.length - 1}
          onMove={handleMove}
          onClose={close}
          onDelete={remove.mutate}
          isDeleting={remove.isPending}
        />
      )}
      {canExport ? (
        <ExportDialog
          open={isExporting}
          onOpenChange={setIsExporting}
          params={state.params}
          selected={selection.keys}
          shownColumns={choice.columns.map((column) => column.id)}
        />
      ) : null}
    </div>
  );
}
