"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { layoutParsers } from "@/lib/interactions/agents/prepare-address";
import { toTrafficParameters, trafficParsers } from "@/lib/interactions/prepare-filters";
import { toHref } from "@/lib/query/url-state";

/** What the address of the page of agents holds: filters, what stands side by side, the figure of the chart, the order of rows. */
export function useAgentsState() {
  const [filters, setFilters] = useQueryStates(trafficParsers, { history: "push" });
  const [layout, setLayout] = useQueryStates(layoutParsers, { history: "push" });
  const params = useMemo(() => toTrafficParameters(filters), [filters]);
  const hrefOf = useMemo(
    () => (patch: Record<string, string>) => toHref("/interactions", params, patch),
    [params],
  );
  return { filters, setFilters, layout, setLayout, params, hrefOf };
}
export type AgentsState = ReturnType<typeof useAgentsState>;
