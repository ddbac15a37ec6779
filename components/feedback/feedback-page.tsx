"use client";
import { Download } from "lucide-react";
import { useQueryState } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { NewRows } from "@/components/data-table/new-rows";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useSelection } from "@/components/data-table/use-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
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
import { NoVotes } from "./no-votes";
import { useColumnChoice } from "./use-column-choice";
import { useDeleteFeedback } from "./use-delete-feedback";
import { useFeedbackFilters } from "./use-feedback-filters";
import { useFeedbackList } from "./use-feedback-list";
import { VotePanel } from "./vote-panel";

/** Votes one may select by hand: as many as one export takes by id. */
const MAX_SELECTED = 10_000;

const noun = ["vote", "votes"] as const;
const keyOf = (row: FeedbackListRow) => row.id;
const labelOf = (row: FeedbackListRow) => row.query.slice(0, 80) || "a vote without a query";
const renderCompact = (row: FeedbackListRow) => <CompactVote row={row} />;

/** The table of votes with its filters, the open vote beside it, and downloads for those who may. */
export function FeedbackPage({ member }: { member: Member }) {
  const state = useFeedbackFilters();
  const [sort, setSort] = useQueryState("sort", sortParser);
  const openRow = useOpenRow("vote");
  const { openId, open, move, close } = openRow;
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
  const place = useRowPanel(table, openRow, keys, total);

  const handleOpen = useCallback((row: FeedbackListRow) => open(row.id), [open]);

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
      <RowList
        query={query}
        noun={noun}
        total={total}
        notice={<NewRows count={newCount} noun={noun} onShow={handleRefresh} />}
        empty={<NoVotes params={state.params} />}
        handle={table}
        columns={choice.columns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={canExport ? selection : null}
        sort={{
          columnId: "created_at",
          isDescending: sort === "-created_at",
          onToggle: () => setSort(sort === "-created_at" ? "created_at" : "-created_at"),
        }}
      />
      {openId === null ? null : (
        <VotePanel
          id={openId}
          member={member}
          place={place}
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
