"use client";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { useFacet } from "../list/use-facet";
import type { TrafficState } from "./use-traffic-state";

const dimensions = [
  { name: "agent_type", label: "Agent" },
  { name: "model", label: "Model" },
  { name: "channel_id", label: "Channel" },
] as const;
const cleared = { agent_type: null, model: null, channel_id: null };

/** What figures are narrowed by beside range and project. */
export function TrafficFilters({
  state,
  names,
}: {
  state: Pick<TrafficState, "filters" | "setFilters" | "params">;
  /** Those that the figures of the page know; all when absent. */
  names?: readonly (typeof dimensions)[number]["name"][];
}) {
  const { filters, setFilters } = state;
  const shown = dimensions.filter(({ name }) => names?.includes(name) ?? true);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {shown.map((dimension) => (
        <TrafficFilter key={dimension.name} state={state} {...dimension} />
      ))}
      {shown.some(({ name }) => filters[name] !== null) ? (
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
  state: Pick<TrafficState, "filters" | "setFilters" | "params">;
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
