"use client";
import { useQuery } from "@tanstack/react-query";
import type { CountedOption } from "@/components/ui/multi-select";
import { flowOptions } from "@/lib/interactions/handoffs/query-options";
import { NONE } from "@/lib/interactions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

const noDomains: readonly (string | null)[] = [];

/** The domains that interactions go between under the filters of figures, and those that are `known` besides. */
export function useDomains(
  params: FilterParameters,
  known: readonly (string | null)[] = noDomains,
): { options: CountedOption[]; isLoading: boolean } {
  const { data, isPending } = useQuery(flowOptions(params));
  const domains = new Set([
    ...(data?.data ?? []).flatMap(({ from_domain, to_domain }) => [from_domain, to_domain]),
    ...known.flatMap((domain) => (domain === null ? [] : [domain])),
  ]);
  return {
    options: [
      ...[...domains].sort().map((value) => ({ value, label: value })),
      { value: NONE, label: "No domain" },
    ],
    isLoading: isPending,
  };
}
