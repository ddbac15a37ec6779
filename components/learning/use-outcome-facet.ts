"use client";
import { useQuery } from "@tanstack/react-query";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import type { CountedOption } from "@/components/ui/multi-select";
import type { MetricGroup } from "@/lib/learning/executions/prepare-address";
import { groupLabel } from "@/lib/learning/executions/prepare-series";
import { outcomeBreakdownOptions } from "@/lib/learning/executions/query-options";
import { NONE } from "@/lib/learning/executions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

/** The values of a dimension under all other filters of figures, with their executions. */
export function useOutcomeFacet(
  params: FilterParameters,
  group: MetricGroup,
): { options: CountedOption[]; isLoading: boolean } {
  const { [group]: _own, ...others } = params;
  const { data, isPending } = useQuery(
    keepingPrevious(outcomeBreakdownOptions({ ...others, group_by: group })),
  );
  const options = (data?.data ?? []).map((row) => ({
    value: row[group] ?? NONE,
    label: groupLabel(group, row[group]),
    count: row.total,
  }));
  return { options, isLoading: isPending };
}
