"use client";
import { Database } from "lucide-react";
import Link from "next/link";
import { useCallback, useMemo, useRef } from "react";
import { NewRows } from "@/components/data-table/new-rows";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { buttonStyles } from "@/components/ui/button";
import { cn } from "@/lib/format/cn";
import { interactionCountOptions, interactionListOptions } from "@/lib/interactions/query-options";
import type { Interaction } from "@/lib/interactions/schemas";
import type { Member } from "@/lib/members/schemas";
import { toHref } from "@/lib/query/url-state";
import { InteractionPanel } from "../conversation/interaction-panel";
import { CompactInteraction, interactionTableColumns } from "./columns";
import { InteractionFilters } from "./interaction-filters";
import { InteractionsDownload } from "./interactions-download";
import { NoRows } from "./no-rows";
import type { InteractionState } from "./use-interaction-state";

const noun = ["interaction", "interactions"] as const;
const keyOf = (row: Interaction) => row.id;
const labelOf = (row: Interaction) => row.user_message.slice(0, 80) || "an interaction without a message";
const renderCompact = (row: Interaction) => <CompactInteraction row={row} />;

/** The table of interactions, the conversation of the open one beside it, and downloads for those who may. */
export function InteractionList({
  state,
  member,
  toggle,
  notice,
}: {
  state: InteractionState;
  member: Member;
  /** The choice between the views. */
  toggle: React.ReactNode;
  notice: React.ReactNode;
}) {
  const { params, order, setView } = state;
  const openRow = useOpenRow("interaction");
  const { openId, open, move } = openRow;
  const table = useRef<TableHandle>(null);
  const isDescending = order === "newest";
  const canDownload = member.role !== "reviewer";

  const { query, rows, total, newCount, refresh } = useRowList({
    params,
    listOptions: interactionListOptions({ ...params, sort: isDescending ? "-timestamp" : "timestamp" }),
    countOptions: interactionCountOptions,
    totalOf: (count) => count.total,
    newestFirst: isDescending,
    timeOf: (row) => row.timestamp,
  });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, params, "interactions");
  const place = useRowPanel(table, openRow, keys, total);
  const handleRefresh = async () => {
    await refresh();
    table.current?.showRow(0, false);
  };
  const handleOpen = useCallback((row: Interaction) => open(row.id), [open]);

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Interactions</h1>
        {toggle}
        {member.role === "admin" ? (
          <Link
            href={toHref("/datasets/new", { ...params, source: "interactions" })}
            aria-label="Make a dataset"
            className={buttonStyles({ variant: "outline" })}
          >
            <Database aria-hidden />
            <span className="max-sm:hidden">Make a dataset</span>
          </Link>
        ) : null}
        {canDownload ? (
          <InteractionsDownload
            params={params}
            selected={selection.keys}
            rows={rows}
            disabled={total === 0}
          />
        ) : null}
      </header>
      {notice}
      <InteractionFilters state={state} rows={rows} />
      <RowList
        query={query}
        noun={noun}
        total={total}
        notice={<NewRows count={newCount} noun={noun} onShow={handleRefresh} />}
        empty={<NoRows params={params} />}
        handle={table}
        columns={interactionTableColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={canDownload ? selection : null}
        sort={{
          columnId: "timestamp",
          isDescending,
          onToggle: () => setView({ order: isDescending ? "oldest" : "newest" }),
        }}
      />
      {openId === null ? null : (
        <InteractionPanel
          id={openId}
          row={rows.find((row) => row.id === openId)}
          member={member}
          place={place}
        />
      )}
    </div>
  );
}
