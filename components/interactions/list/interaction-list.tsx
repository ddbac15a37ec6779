"use client";
import { Download } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { NewRows } from "@/components/data-table/new-rows";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useSelection } from "@/components/data-table/use-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { Interaction } from "@/lib/interactions/schemas";
import type { Member } from "@/lib/members/schemas";
import { toSearch } from "@/lib/query/parameters";
import { InteractionPanel } from "../conversation/interaction-panel";
import { CompactInteraction, interactionTableColumns } from "./columns";
import { InteractionFilters } from "./interaction-filters";
import { InteractionsDownload } from "./interactions-download";
import { NoRows } from "./no-rows";
import { useInteractionList } from "./use-interaction-list";
import type { InteractionState } from "./use-interaction-state";

/** Interactions one may select by hand: as many as one export takes by id. */
const MAX_SELECTED = 10_000;

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
  const [isDownloading, setIsDownloading] = useState(false);
  const isDescending = order === "newest";
  const canDownload = member.role !== "reviewer";

  const { query, rows, total, newCount, refresh } = useInteractionList(params, isDescending);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useSelection(keys, toSearch(params), MAX_SELECTED, () =>
    toast(`At most ${formatCount(MAX_SELECTED)} interactions can be selected.`, {
      description: "To take more, download all matching interactions.",
    }),
  );
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
        {canDownload ? (
          <Button
            variant="outline"
            aria-label="Download"
            onClick={() => setIsDownloading(true)}
            disabled={total === 0}
          >
            <Download aria-hidden />
            <span className="max-sm:hidden">Download</span>
          </Button>
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
      {canDownload ? (
        <InteractionsDownload
          open={isDownloading}
          onOpenChange={setIsDownloading}
          params={params}
          selected={selection.keys}
          rows={rows}
        />
      ) : null}
    </div>
  );
}
