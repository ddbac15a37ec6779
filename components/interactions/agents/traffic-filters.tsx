"use client";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { useFacet } from "../list/use-facet";
import type { AgentsState } from "./use-agents-state";

const dimensions = [
  { name: "agent_type", label: "Agent" },
  { name: "model", label: "Model" },
  { name: "channel_id", label: "Channel" },
] as const;
const cleared = { agent_type: null, model: null, channel_id: null };

/** What figures are narrowed by beside range and project. */
export function TrafficFilters({ state }: { state: Pick<AgentsState, "filters" | "setFilters" | "params"> }) {
  const { filters, setFilters } = state;
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {dimensions.map((dimension) => (
        <TrafficFilter key={dimension.name} state={state} {...dimension} />
      ))}
      {dimensions.some(({ name }) => filters[name] !== null) ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

function TrafficFilter({
  state: { filters, setFilters, params },
  name,
  label,
}: {
  state: Pick<AgentsState, "filters" | "setFilters" | "params">;
  name: (typeof dimensions)[number]["name"];
  label: string;
}) {
  const facet = useFacet(params, name);
  return (
    <MultiSelect
      label={label}
      allLabel="Any"
      values={filters[name] ?? []}
      onChange={(values) => setFilters({ [name]: values.length > 0 ? values : null })}
      {...facet}
    />
  );
}
