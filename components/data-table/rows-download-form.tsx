"use client";
import { useState } from "react";
import { formatBytes, formatCount } from "@/lib/format/number";
import type { FilterParameters } from "@/lib/query/url-state";
import { DownloadColumns } from "./download-columns";
import {
  ByteOrderMark,
  DownloadChoice,
  DownloadForm,
  type DownloadScope,
  DownloadScopeChoice,
} from "./download-form";

/** The form of a file of rows. */
type RowsFile<Column extends string> = { format: "csv" | "jsonl"; columns: readonly Column[] };

/** The rows of a list as a file: those with these ids, or all that match the filters. */
export type RowsRequest<Column extends string> = RowsFile<Column> & { bom: boolean } & (
    | { ids: readonly string[] }
    | { filters: FilterParameters }
  );

/** Chooses rows, format and columns of a file, and says how many rows and about how many bytes it will have. */
export function RowsDownloadForm<Column extends string>({
  label,
  params,
  selected,
  matching,
  columns: allColumns,
  columnLabels,
  shownColumns,
  estimateBytes,
  onStart,
}: {
  /** Several rows: "Votes". */
  label: string;
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Rows that match `params`; null while they are counted. */
  matching: number | null;
  columns: readonly Column[];
  /** What the columns are called on the page; their names in the file when absent. */
  columnLabels?: Readonly<Record<Column, string>>;
  /** Columns of the table on screen; those that are no column of the API do not count. */
  shownColumns: readonly string[];
  /** The size of a file of so many rows, of the selected ones or of all that match; null when it is not known. */
  estimateBytes?: (file: RowsFile<Column>, rows: number, isSelected: boolean) => number | null;
  onStart: (request: RowsRequest<Column>, rows: number) => void;
}) {
  const [wanted, setWanted] = useState<DownloadScope>("selected");
  const [format, setFormat] = useState<"csv" | "jsonl">("csv");
  const [columns, setColumns] = useState<readonly Column[]>(allColumns);
  const [hasMark, setHasMark] = useState(false);
  const scope = selected.size === 0 ? "matching" : wanted;
  const rows = scope === "selected" ? selected.size : matching;
  const bytes =
    rows === null ? null : (estimateBytes?.({ format, columns }, rows, scope === "selected") ?? null);
  return (
    <DownloadForm
      status={
        rows === null
          ? "Counting…"
          : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}${bytes === null ? "" : `, about ${formatBytes(bytes)}`}`
      }
      isReady={rows !== null && rows > 0 && columns.length > 0}
      onSubmit={() => {
        const which = scope === "selected" ? { ids: [...selected] } : { filters: params };
        onStart({ format, columns, bom: format === "csv" && hasMark, ...which }, rows ?? 0);
      }}
    >
      <DownloadScopeChoice
        label={label}
        value={scope}
        onChange={setWanted}
        selected={selected.size}
        matching={matching}
      />
      <DownloadChoice
        label="Format"
        value={format}
        onChange={setFormat}
        options={[
          { value: "csv", label: "CSV" },
          { value: "jsonl", label: "JSONL" },
        ]}
      >
        {format === "csv" ? <ByteOrderMark checked={hasMark} onChange={setHasMark} /> : null}
      </DownloadChoice>
      <DownloadColumns
        legend="Columns"
        hint={columnLabels && "The file names them as the API does."}
        columns={allColumns}
        labels={columnLabels}
        chosen={columns}
        presets={[
          { label: "All", has: () => true },
          { label: "As on screen", has: (column) => shownColumns.includes(column) },
        ]}
        onChange={setColumns}
        error={columns.length === 0 ? "Choose at least one column." : null}
      />
    </DownloadForm>
  );
}
