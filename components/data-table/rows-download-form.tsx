"use client";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { type FileFormat, type TextFormat, toFormat } from "@/lib/format/file-format";
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
import type { ExpectedFile, Load } from "./use-download";

/** Which rows a file has: those with these ids, or all that match the filters; with both, of these those with the ids. */
export type Which = { filters: FilterParameters } | { ids: readonly string[]; filters?: FilterParameters };

/** What is asked of the exporter of a list. */
export type RowsRequest<Column extends string> = {
  format: FileFormat;
  columns: readonly Column[];
  bom: boolean;
} & Which;

/** A file of the same rows that has no columns to choose from. */
export type OtherFile = {
  value: string;
  label: string;
  hint: string;
  /** Whether it can be made of rows that were selected by hand. */
  takesSelected: boolean;
  load: Load<Which>;
  /** A look into it. */
  preview?: (which: Which) => React.ReactNode;
};

/** What is known of a file before it is made; `rows` and `bytes` are null when nobody counted them. */
export type Extent = { rows: number | null; bytes: number | null; text: string; isEmpty: boolean };

/** A download that was asked for. */
export type Run = (options: Parameters<Load<unknown>>[1]) => ReturnType<Load<unknown>>;
export const runDownload: Load<Run> = (run, options) => run(options);

/** The form of a file of rows, before it is compressed. */
export type RowsFile<Column extends string> = { text: TextFormat; columns: readonly Column[] };

/** About what a compressed file is of its text. */
const COMPRESSED = 0.25;

/** Chooses rows, format and columns of a file, and says how many rows and about how many bytes it will have. */
export function RowsDownloadForm<Column extends string>({
  label,
  fileName,
  scopes,
  whichOf,
  columns: allColumns,
  usualColumns = allColumns,
  columnLabels,
  presets,
  others = [],
  hint,
  measure,
  load,
  onStart,
}: {
  /** Several rows: "Votes". */
  label: string;
  /** The name that is proposed for a large file, without its ending. */
  fileName: string;
  /** How many rows there are to choose between; `matching` is null while they are counted. null: no choice. */
  scopes: { selected: number; matching: number | null } | null;
  whichOf: (scope: DownloadScope) => Which;
  columns: readonly Column[];
  /** Those that are chosen at first. */
  usualColumns?: readonly Column[];
  /** What the columns are called on the page; their names in the file when absent. */
  columnLabels?: Readonly<Record<Column, string>>;
  /** Choices of columns at one press. */
  presets: readonly { label: string; has: (column: Column) => boolean }[];
  others?: readonly OtherFile[];
  /** What a row is, when the list on the page does not say it. */
  hint?: string;
  /** `file` is null for a file without columns, then `other` says which. */
  measure: (file: RowsFile<Column> | null, scope: DownloadScope, other: string | null) => Extent;
  load: Load<RowsRequest<Column>>;
  onStart: (run: Run, rows: number | null, expected?: ExpectedFile) => void;
}) {
  const [wanted, setWanted] = useState<DownloadScope>("selected");
  const [kind, setKind] = useState<string>("csv");
  const [isCompressed, setIsCompressed] = useState(false);
  const [columns, setColumns] = useState<readonly Column[]>(usualColumns);
  const [hasMark, setHasMark] = useState(false);
  const other = others.find(({ value }) => value === kind);
  const text: TextFormat = kind === "jsonl" ? "jsonl" : "csv";
  const selected = other && !other.takesSelected ? 0 : (scopes?.selected ?? 0);
  const scope = selected === 0 ? "matching" : wanted;
  const which = whichOf(scope);
  const extent = measure(other ? null : { text, columns }, scope, other?.value ?? null);
  const format = toFormat(text, isCompressed);
  const start = () => {
    if (other) return onStart((options) => other.load(which, options), null);
    const bytes = extent.bytes === null ? null : extent.bytes * (isCompressed ? COMPRESSED : 1);
    const expected = bytes === null ? undefined : { bytes, name: `${fileName}.${format}` };
    onStart(
      (options) => load({ format, columns, bom: text === "csv" && hasMark, ...which }, options),
      extent.rows,
      expected,
    );
  };
  return (
    <DownloadForm
      status={`${extent.text}${extent.bytes === null ? "" : `, about ${formatBytes(extent.bytes)}${isCompressed ? " uncompressed" : ""}`}`}
      isReady={!extent.isEmpty && (other !== undefined || columns.length > 0)}
      onSubmit={start}
    >
      {scopes ? (
        <DownloadScopeChoice
          label={label}
          value={scope}
          onChange={setWanted}
          selected={selected}
          matching={scopes.matching}
        />
      ) : null}
      <DownloadChoice
        label="Format"
        value={kind}
        onChange={setKind}
        options={[
          { value: "csv", label: "CSV" },
          { value: "jsonl", label: "JSONL" },
          ...others.map(({ value, label: name }) => ({ value, label: name })),
        ]}
      >
        {(other?.hint ?? hint) ? <p className="text-xs text-muted">{other?.hint ?? hint}</p> : null}
        {other ? null : (
          <div className="mt-1 grid gap-1.5">
            {/* biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control */}
            <label className="flex items-center gap-2 text-13">
              <Checkbox checked={isCompressed} onCheckedChange={setIsCompressed} />
              Compressed (.gz)
            </label>
            {text === "csv" ? <ByteOrderMark checked={hasMark} onChange={setHasMark} /> : null}
          </div>
        )}
      </DownloadChoice>
      {other ? (
        other.preview?.(which)
      ) : (
        <DownloadColumns
          legend="Columns"
          hint={columnLabels && "The file names them as the API does."}
          columns={allColumns}
          labels={columnLabels}
          chosen={columns}
          presets={presets}
          onChange={setColumns}
          error={columns.length === 0 ? "Choose at least one column." : null}
        />
      )}
    </DownloadForm>
  );
}

/** What is said of so many rows. */
export const countRows = (rows: number | null): string =>
  rows === null ? "Counting…" : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}`;
