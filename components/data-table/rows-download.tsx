"use client";
import { type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { estimateFileBytes } from "@/lib/format/file-size";
import { formatCount } from "@/lib/format/number";
import type { FilterParameters } from "@/lib/query/url-state";
import { DownloadDialog } from "./download-dialog";
import {
  countRows,
  type OtherFile,
  RowsDownloadForm,
  type RowsRequest,
  type Run,
  runDownload,
} from "./rows-download-form";
import type { ExpectedFile, Load } from "./use-download";

/** Rows that the size is estimated from. */
const SAMPLE = 100;

type Source<Row extends object, Column extends keyof Row & string, Count, Key extends QueryKey> = {
  /** Several rows: "votes". */
  noun: string;
  /** Fetches the file. */
  load: Load<RowsRequest<Column>>;
  /** The columns that there are, in the order of the file. */
  columns: readonly Column[];
  /** What they are called on the page; their names in the file when absent. */
  columnLabels?: Readonly<Record<Column, string>>;
  /** Columns of the table on screen; those that are no column of the API do not count. */
  shownColumns: readonly string[];
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Whether selected rows are narrowed by the filters: then figures in them are those of the range. */
  isNarrowed?: boolean;
  /** Counts the rows that match `params`. */
  countOptions: UseQueryOptions<Count, Error, Count, Key>;
  totalOf: (count: Count) => number;
  /** A hook that gives whole rows, which the size is estimated from; null while they are read. */
  useSample: (params: FilterParameters) => readonly Row[] | null;
  keyOf: (row: Row) => string;
  others?: readonly OtherFile[];
};

/** The button of a list's download and its dialog: which rows, in what format and columns, how many; then the progress. */
export function RowsDownload<
  Row extends object,
  Column extends keyof Row & string,
  Count,
  Key extends QueryKey,
>({
  description,
  disabled = false,
  ...source
}: Source<Row, Column, Count, Key> & {
  /** What the file holds, and in which order. */
  description: string;
  disabled?: boolean;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="outline" aria-label="Download" onClick={() => setIsOpen(true)} disabled={disabled}>
        <Download aria-hidden />
        <span className="max-sm:hidden">Download</span>
      </Button>
      <DownloadDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Download ${source.noun}`}
        description={description}
        noun={source.noun}
        load={runDownload}
      >
        {(start) => <SourceForm {...source} onStart={start} />}
      </DownloadDialog>
    </>
  );
}

function SourceForm<Row extends object, Column extends keyof Row & string, Count, Key extends QueryKey>({
  noun,
  load,
  columns,
  columnLabels,
  shownColumns,
  params,
  selected,
  isNarrowed = false,
  countOptions,
  totalOf,
  useSample,
  keyOf,
  others,
  onStart,
}: Source<Row, Column, Count, Key> & {
  onStart: (run: Run, rows: number | null, expected?: ExpectedFile) => void;
}) {
  // What the page knows may be minutes old.
  const { data } = useQuery({ ...countOptions, staleTime: 0 });
  const sample = useSample(params);
  const matching = data === undefined ? null : totalOf(data);
  return (
    <RowsDownloadForm
      label={noun.charAt(0).toUpperCase() + noun.slice(1)}
      fileName={`retune-${noun.replaceAll(" ", "-")}`}
      scopes={{ selected: selected.size, matching }}
      whichOf={(scope) => {
        if (scope === "matching") return { filters: params };
        return { ids: [...selected], ...(isNarrowed ? { filters: params } : {}) };
      }}
      columns={columns}
      columnLabels={columnLabels}
      presets={[
        { label: "All", has: () => true },
        { label: "As on screen", has: (column) => shownColumns.includes(column) },
      ]}
      others={others}
      measure={(file, scope, other) => {
        const rows = scope === "selected" ? selected.size : matching;
        const isEmpty = rows === null || rows === 0;
        // What another kind of file takes of these rows is for the server to say.
        if (other !== null && rows !== null)
          return { rows: null, bytes: null, text: `From ${formatCount(rows)} ${noun}`, isEmpty };
        if (rows === null || file === null || sample === null)
          return { rows, bytes: null, text: countRows(rows), isEmpty };
        const chosen = scope === "selected" ? sample.filter((row) => selected.has(keyOf(row))) : [];
        // Chosen rows beyond the sample are as large as the others, as far as anyone knows.
        const known = (chosen.length > 0 ? chosen : sample).slice(0, SAMPLE);
        const bytes = estimateFileBytes(known, rows, { format: file.text, columns: file.columns });
        return { rows, bytes, text: countRows(rows), isEmpty };
      }}
      load={load}
      onStart={onStart}
    />
  );
}
