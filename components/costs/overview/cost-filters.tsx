"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { type CountedOption, MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import type { CostPageParameters } from "@/lib/costs/prepare-address";
import { countGroups } from "@/lib/costs/spend/prepare-choices";
import { costGroupNames } from "@/lib/costs/spend/prepare-daily";
import { costsDailyOptions, type SpendParameters } from "@/lib/costs/spend/query-options";
import { type CostGroup, costGroups } from "@/lib/costs/spend/schemas";
import type { CostState } from "../use-cost-state";

const dimensions = ["model", "agent_type", "channel_id"] as const;
const cleared = { model: null, agent_type: null, channel_id: null };

/** What the page is narrowed to beside range and project, and what its bars are stacked by. */
export function CostFilters({
  state: { filters, setFilters, view, setView },
  parameters,
}: {
  state: CostState;
  parameters: CostPageParameters;
}) {
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {dimensions.map((name) => (
        <GroupFilter
          key={name}
          name={name}
          parameters={parameters.all}
          values={filters[name] ?? []}
          onChange={(values) => setFilters({ [name]: values.length > 0 ? values : null })}
        />
      ))}
      {dimensions.some((name) => filters[name] !== null) ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
      <Select
        label="Stacked by"
        value={view.group_by}
        onValueChange={(group_by) => setView({ group_by })}
        options={costGroups.map((value) => ({ value, label: `By ${costGroupNames[value].toLowerCase()}` }))}
      />
    </search>
  );
}

function GroupFilter({
  name,
  parameters,
  values,
  onChange,
}: {
  name: CostGroup;
  parameters: SpendParameters;
  values: readonly string[];
  onChange: (values: string[]) => void;
}) {
  // Everything but its own choice. A month a row: only the sums are needed.
  const { [name]: _own, ...others } = parameters;
  const { data, isPending } = useQuery(
    keepingPrevious(costsDailyOptions({ ...others, group_by: name, granularity: "month" })),
  );
  const options: CountedOption[] = countGroups(data?.data ?? [], name);
  return (
    <MultiSelect
      label={costGroupNames[name]}
      values={values}
      onChange={onChange}
      options={options}
      isLoading={isPending}
    />
  );
}
