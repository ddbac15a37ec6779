"use client";
import { RowsDownload } from "@/components/data-table/rows-download";
import { rowsDownload } from "@/lib/http/download";
import { peopleColumns } from "@/lib/interactions/people/prepare-list";
import { type PersonRow, peopleCountOptions } from "@/lib/interactions/people/query-options";
import type { FilterParameters } from "@/lib/query/url-state";

const load = rowsDownload("/v1/costs/by-user/export", "people");

/** Downloads end users with the figures of the range: those selected, or all under the filters. */
export function PeopleDownload({
  params,
  selected,
  rows,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  /** Those on screen. */
  rows: readonly PersonRow[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="people"
      description="The file holds exactly the end users below with the figures of the range, most cost first. All that is stored about one of them is on their own page."
      load={load}
      columns={peopleColumns}
      shownColumns={peopleColumns}
      params={params}
      selected={selected}
      isNarrowed
      countOptions={peopleCountOptions(params)}
      totalOf={(count) => count.total}
      useSample={() => rows}
      keyOf={(row) => row.user_id}
      disabled={disabled}
    />
  );
}
