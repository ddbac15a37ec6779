"use client";
import { Database } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import { NewRows } from "@/components/data-table/new-rows";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { buttonStyles } from "@/components/ui/button";
import { listParsers, sortParser } from "@/lib/feedback/prepare-address";
import type { FeedbackListRow } from "@/lib/feedback/prepare-list";
import { feedbackCountOptions, feedbackListOptions } from "@/lib/feedback/query-options";
import { cn } from "@/lib/format/cn";
import type { Member } from "@/lib/members/schemas";
import { toHref } from "@/lib/query/url-state";
import { ColumnMenu } from "./column-menu";
import { CompactVote } from "./columns";
import { FeedbackFilters } from "./feedback-filters";
import { NoVotes } from "./no-votes";
import { useColumnChoice } from "./use-column-choice";
import { useDeleteFeedback } from "./use-delete-feedback";
import { useFeedbackFilters } from "./use-feedback-filters";
import { VotePanel } from "./vote-panel";
import { VotesDownload } from "./votes-download";

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
  const canExport = member.role !== "reviewer";

  const { hiddenIds, remove } = useDeleteFeedback((id) => id === openId && close());
  const { query, rows, total, newCount, refresh } = useRowList({
    params: state.params,
    listOptions: feedbackListOptions({ ...state.params, sort }),
    countOptions: feedbackCountOptions,
    totalOf: (count) => count.total,
    newestFirst: sort === "-created_at",
    timeOf: (row) => row.created_at,
    hiddenIds,
  });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, state.params, "votes");
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
        {member.role === "admin" ? (
          <Link
            href={toHref("/datasets/new", { ...state.params, source: "feedback" })}
            aria-label="Make a dataset"
            className={buttonStyles({ variant: "outline" })}
          >
            <Database aria-hidden />
            <span className="max-sm:hidden">Make a dataset</span>
          </Link>
        ) : null}
        {canExport ? (
          <VotesDownload
            params={state.params}
            selected={selection.keys}
            shownColumns={choice.columns.map((column) => column.id)}
            disabled={total === 0}
          />
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
    </div>
  );
}
