"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import type { FilterParameters } from "@/lib/query/url-state";
import { improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";
import { type ImprovementRow, improvementColumns } from "@/lib/tuning/improvements/schemas";
import { noteColumns } from "./columns";

const load = rowsDownload("/v1/tuning/improvements/export", "notes");
const shownColumns = noteColumns.map((column) => column.id);

/** Downloads notes with their turns: those selected, or all under the filters. */
export function NotesDownload({
  params,
  selected,
  rows,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly ImprovementRow[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="notes"
      description="The file holds exactly the notes below, each with its turn, oldest first."
      load={load}
      columns={improvementColumns}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={improvementSummaryOptions(params)}
      totalOf={(summary) => summary.total}
      useSample={() => rows}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}
