"use client";
import { useQuery } from "@tanstack/react-query";
import { RowsDownload } from "@/components/data-table/rows-download";
import { feedbackCountOptions, feedbackPageOptions } from "@/lib/feedback/query-options";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";
import { rowsDownload } from "@/lib/http/download";
import type { FilterParameters } from "@/lib/query/url-state";

const load = rowsDownload("/v1/feedback/export", "votes");

/** Votes that the size is estimated from. */
const SAMPLE = 100;

/** Downloads votes: those selected, or all under the filters. */
export function VotesDownload({
  params,
  selected,
  shownColumns,
  disabled,
}: {
  params: FilterParameters;
  selected: ReadonlySet<string>;
  shownColumns: readonly string[];
  disabled: boolean;
}) {
  return (
    <RowsDownload
      noun="votes"
      description="The file holds exactly the votes below, oldest first."
      load={load}
      columns={feedbackColumns}
      shownColumns={shownColumns}
      params={params}
      selected={selected}
      countOptions={feedbackCountOptions(params)}
      totalOf={(count) => count.total}
      // The table keeps only the beginnings of long texts.
      useSample={useWholeVotes}
      keyOf={(row) => row.id}
      disabled={disabled}
    />
  );
}

function useWholeVotes(params: FilterParameters): readonly Feedback[] | null {
  return useQuery(feedbackPageOptions({ ...params, limit: String(SAMPLE) })).data?.data ?? null;
}
