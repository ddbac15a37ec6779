"use client";
import { useQueryState } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import { RowList } from "@/components/data-table/row-list";
import { useOpenRow } from "@/components/data-table/use-open-row";
import { useRowList } from "@/components/data-table/use-row-list";
import { useRowPanel } from "@/components/data-table/use-row-panel";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import type { TableHandle } from "@/components/data-table/virtual-table";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { cn } from "@/lib/format/cn";
import type { Member } from "@/lib/members/schemas";
import { improvementAddressParsers, improvementSortParser } from "@/lib/tuning/improvements/prepare-filters";
import { improvementListOptions, improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";
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

/** Notes one may select by hand: as many as one change takes. */
const MAX_SELECTED = 1000;

const keyOf = (row: ImprovementRow) => row.id;
const labelOf = (row: ImprovementRow) => row.improvement_note.slice(0, 80);
const renderCompact = (row: ImprovementRow) => <CompactNote row={row} />;

/** Every note with its filters, the open one beside the table, changes of many at once, and downloads for those who may. */
export function ImprovementsPage({ member }: { member: Member }) {
  const state = useNoteFilters();
  const [sort, setSort] = useQueryState("sort", improvementSortParser);
  const openRow = useOpenRow("note");
  const { openId, open, move, close } = openRow;
  const table = useRef<TableHandle>(null);
  const { hiddenIds, remove } = useDeleteNote((id) => id === openId && close());
  const { query, rows, total } = useRowList({
    params: state.params,
    listOptions: improvementListOptions({ ...state.params, sort }),
    countOptions: improvementSummaryOptions,
    totalOf: (summary) => summary.total,
    newestFirst: sort === "-timestamp",
    hiddenIds,
  });
  const keys = useMemo(() => rows.map(keyOf), [rows]);
  const selection = useRowSelection(keys, state.params, "notes", MAX_SELECTED);
  const selected = useMemo(() => rows.filter(({ id }) => selection.keys.has(id)), [rows, selection.keys]);
  const place = useRowPanel(table, openRow, keys, total);

  const handleOpen = useCallback((row: ImprovementRow) => open(row.id), [open]);

  return (
    <div className={cn("flex h-[calc(100dvh-6rem)] flex-col gap-4", openId !== null && "xl:mr-[35rem]")}>
      <header className="flex items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Improvements</h1>
        {member.role === "reviewer" ? null : (
          <NotesDownload params={state.params} selected={selection.keys} rows={rows} disabled={total === 0} />
        )}
      </header>
      <ParameterNotice parsers={improvementAddressParsers} />
      <NoteFilters state={state} />
      <NoteChips state={state} />
      <RowList
        query={query}
        noun={["note", "notes"]}
        total={total}
        empty={<NoNotes params={state.params} />}
        actions={<BulkActions member={member} notes={selected} />}
        handle={table}
        columns={noteColumns}
        rows={rows}
        getKey={keyOf}
        getRowLabel={labelOf}
        renderCompact={renderCompact}
        activeKey={openId}
        onOpen={handleOpen}
        onMove={openId === null ? undefined : (to) => move(to.id)}
        selection={selection}
        sort={{
          columnId: "timestamp",
          isDescending: sort === "-timestamp",
          onToggle: () => setSort(sort === "-timestamp" ? "timestamp" : "-timestamp"),
        }}
      />
      {openId === null ? null : (
        <NotePanel
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
