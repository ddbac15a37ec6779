"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import { interactionCountOptions } from "@/lib/interactions/query-options";
import { type Interaction, interactionColumns } from "@/lib/interactions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";
import { interactionColumnLabels } from "./column-labels";
import { interactionTableColumns } from "./columns";

const load = rowsDownload("/v1/interactions/export", "interactions");
const shownColumns = interactionTableColumns.map((column) => column.id);

/** Downloads interactions: those selected, or all under the filters. */
export function InteractionsDownload({
  params,
  selected,
  rows,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly Interaction[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="interactions"
      description="The file holds exactly the interactions below, oldest first."
      load={load}
      columns={interactionColumns}
      columnLabels={interactionColumnLabels}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={interactionCountOptions(params)}
      totalOf={(count) => count.total}
      useSample={() => rows}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}
