"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import { failurePatternCountOptions } from "@/lib/learning/failures/query-options";
import { type FailurePattern, patternColumns } from "@/lib/learning/failures/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

const load = rowsDownload("/v1/executions/failure-patterns/export", "failure-patterns");

/** What a row of the page says of a pattern. */
const shownColumns: readonly (keyof FailurePattern)[] = [
  "project",
  "error_class",
  "pattern",
  "count",
  "first_seen_at",
  "last_seen_at",
  "trend",
  "versions",
  "status",
  "fixed_in_version",
  "regressed_in_version",
  "note",
];

/** Downloads failure patterns with the figures of the range: those selected, or all under the filters. */
export function PatternsDownload({
  params,
  selected,
  rows,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly FailurePattern[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="failure patterns"
      description="The file holds exactly the patterns below with the figures of the range, most failures first."
      load={load}
      columns={patternColumns}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      isNarrowed
      countOptions={failurePatternCountOptions(params)}
      totalOf={(count) => count.total}
      useSample={() => rows}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}
