"use client";
import { MultiSelect } from "@/components/ui/multi-select";
import { groupNames, type MetricGroup, metricGroups } from "@/lib/learning/executions/prepare-address";
import type { FilterParameters } from "@/lib/query/url-state";
import { useOutcomeFacet } from "./use-outcome-facet";

type Filters = Record<MetricGroup, string[] | null>;

/** What executions are narrowed to beside range and project: models, strategies, versions. */
export function OutcomeFilters({
  filters,
  onChange,
  params,
}: {
  filters: Filters;
  onChange: (patch: Partial<Filters>) => void;
  /** The filters of figures as parameters of the API. */
  params: FilterParameters;
}) {
  return metricGroups.map((group) => (
    <OutcomeFilter
      key={group}
      group={group}
      values={filters[group] ?? []}
      onChange={(values) => onChange({ [group]: values.length > 0 ? values : null })}
      params={params}
    />
  ));
}

function OutcomeFilter({
  group,
  params,
  ...select
}: {
  group: MetricGroup;
  values: readonly string[];
  onChange: (values: string[]) => void;
  params: FilterParameters;
}) {
  return (
    <MultiSelect
      label={groupNames[group].one}
      allLabel="Any"
      {...select}
      {...useOutcomeFacet(params, group)}
    />
  );
}
