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
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { Member } from "@/lib/members/schemas";
import { toSearch } from "@/lib/query/parameters";
import { improvementAddressParsers, improvementSortParser } from "@/lib/tuning/improvements/prepare-filters";
import type { ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { BulkActions } from "./bulk-actions";
import { CompactNote, noteColumns } from "./columns";
import { NoNotes } from "./no-notes";
import { NoteChips } from "./note-chips";
import { NoteFilters } from "./note-filters";
import { NotePanel } from "./note-panel";
import { NotesDownload } from "./notes-download";
import { useDeleteNote } from "./use-delete-note";
import { useNoteFilters } from "./use-note-filters";
import { useNoteList } from "./use-note-list";

/** Notes one may select by hand: as many as one change takes. */
const MAX_SELECTED = 1000;

const keyOf = (row: ImprovementRow) => row.id;
const labelOf = (row: ImprovementRow) => row.improvement_note.slice(0, 80);
const renderCompact = (row: ImprovementRow) => <CompactNote row={row} />;

/** Every note with its filters, the open one beside the table, changes of many at once, and downloads for those who may. */
export function ImprovementsPage({ member }: { member: Member }) {
  const state = useNoteFilters();
  const [sort, setSort] = useQueryState("sort", improvementSortParser);
  const { openId, open, move, close } = useOpenRow("note");
  const table = useRef<TableHandle>(null);
  const [isDownloading, setIsDownloading] = useState(false);
  const { hiddenIds, remove } = useDeleteNote((id) => id === openId && close());
  const { query, rows, total } = useNoteList(state.params, sort, hiddenIds);
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useSelection(keys, toSearch(state.params), MAX_SELECTED, () =>
    toast(`At most ${formatCount(MAX_SELECTED)} notes can be selected.`, {
      description: "To take more away, download all matching notes.",
    }),
  );
  const selected = useMemo(() => rows.filter((row) => selection.keys.has(row.id)), [rows, selection.keys]);
  const openIndex = openId === null ? -1 : keys.indexOf(openId);

  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError, hasNextPage, error } = query;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const handleOpen = useCallback((row: ImprovementRow) => open(row.id), [open]);

  // However the panel was closed, with the browser's Back too, its row gets the focus; if it was deleted, the next one.
  const lastOpen = useRef({ id: "", index: -1 });
  useEffect(() => {
    if (openId !== null) {
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

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Improvements</h1>
        {member.role === "reviewer" ? null : (
          <Button variant="outline" onClick={() => setIsDownloading(true)} disabled={total === 0}>
            <Download aria-hidden />
            Download
          </Button>
        )}
      </header>
      <ParameterNotice parsers={improvementAddressParsers} />
      <NoteFilters state={state} />
      <NoteChips state={state} />
      <div className="relative flex min-h-80 flex-1 flex-col overflow-hidden rounded-md border bg-surface">
        {query.isPending ? (
          <TableSkeleton label="Loading notes" />
        ) : query.data === undefined ? (
          <ErrorState error={error} onRetry={() => query.refetch()} className="flex-1" />
        ) : rows.length === 0 ? (
          <NoNotes params={state.params} />
        ) : (
          <VirtualTable
            handle={table}
            label="Notes"
            columns={noteColumns}
            rows={rows}
            rowCount={total}
            getKey={keyOf}
            getRowLabel={labelOf}
            renderCompact={renderCompact}
            activeKey={openId}
            onOpen={handleOpen}
            onMove={openId === null ? undefined : (row) => move(row.id)}
            selection={selection}
            sort={{
              columnId: "timestamp",
              isDescending: sort === "-timestamp",
              onToggle: () => setSort(sort === "-timestamp" ? "timestamp" : "-timestamp"),
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
          noun={["note", "notes"]}
          loaded={rows.length}
          total={total}
          selected={selection.keys.size}
          onClear={selection.clear}
        >
          <BulkActions member={member} notes={selected} />
        </ListStatus>
      </div>
      {openId === null ? null : (
        <NotePanel
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
      {member.role === "reviewer" ? null : (
        <NotesDownload
          open={isDownloading}
          onOpenChange={setIsDownloading}
          params={state.params}
          selected={selection.keys}
        />
      )}
    </div>
  );
}
