"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CountedOption } from "@/components/ui/multi-select";
import { agentsOptions } from "@/lib/interactions/agents/query-options";
import { NONE } from "@/lib/interactions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

/** The values of a dimension under all other filters of figures, with their interactions. */
export function useFacet(
  params: FilterParameters,
  dimension: "agent_type" | "model" | "channel_id",
): { options: CountedOption[]; isLoading: boolean } {
  const { [dimension]: _own, ...others } = params;
  const { data, isPending } = useQuery({
    ...agentsOptions({ ...others, group_by: dimension }),
    placeholderData: keepPreviousData,
  });
  const options = (data?.data ?? []).map((row) => {
    const value = row[dimension];
    return value === null
      ? { value: NONE, label: "No model", count: row.total_interactions }
      : { value, label: value, count: row.total_interactions };
  });
  return { options, isLoading: isPending };
}
