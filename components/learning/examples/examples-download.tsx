"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import { exampleCountOptions } from "@/lib/learning/examples/query-options";
import { type Example, exampleColumns } from "@/lib/learning/examples/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

const load = rowsDownload("/v1/examples/export", "examples");

/** Downloads examples: those selected, or all under the filters. */
export function ExamplesDownload({
  params,
  selected,
  rows,
  shownColumns,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly Example[];
  shownColumns: readonly string[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="examples"
      description="The file holds exactly the examples below, each with its whole execution, in the order of the list."
      load={load}
      columns={exampleColumns}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={exampleCountOptions(params)}
      totalOf={(count) => count.total}
      useSample={() => rows}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}
