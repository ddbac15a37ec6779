"use client";
import { toast } from "sonner";
import { formatCount } from "@/lib/format/number";
import { toSearch } from "@/lib/query/parameters";
import type { FilterParameters } from "@/lib/query/url-state";
import { type Selection, useSelection } from "./use-selection";

/** Rows one may select by hand: as many as one export takes by id. */
const MAX_SELECTED = 10_000;

/** Selection over the loaded rows of a list, which ends when its filters change. Says so when more were wanted than may be. */
export function useRowSelection(
  rowKeys: readonly string[],
  params: FilterParameters,
  /** Several rows: "votes". */
  noun: string,
  limit = MAX_SELECTED,
): Selection {
  return useSelection(rowKeys, toSearch(params), limit, () =>
    toast(`At most ${formatCount(limit)} ${noun} can be selected.`, {
      description: `To take more, download all matching ${noun}.`,
    }),
  );
}
