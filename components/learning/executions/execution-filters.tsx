"use client";
import { type FilterChip, FilterChips } from "@/components/filters/filter-chips";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import { errorClasses, NONE } from "@/lib/learning/executions/schemas";
import { OutcomeFilters } from "../outcome-filters";
import type { ExecutionState } from "./use-execution-state";
import { useLinkedNames } from "./use-linked-names";

/** Yes, no or either, as one choice. */
const flags = {
  success: ["Any outcome", "Worked", "Failed"],
  is_corrected: ["Any correction", "Corrected", "Not corrected"],
  is_retried: ["Any retries", "Retried", "Not retried"],
} as const;
const flagNames = Object.keys(flags) as (keyof typeof flags)[];
const errorOptions = [
  ...errorClasses.map((value) => ({ value, label: value })),
  { value: NONE, label: "Not classified" },
];

const cleared = {
  q: null,
  model: null,
  strategy: null,
  version: null,
  success: null,
  error_class: null,
  failure_pattern_id: null,
  example_id: null,
  experiment_id: null,
  variant: null,
  user_id: null,
  is_corrected: null,
  is_retried: null,
};

/** The filters of executions beside those of every page. */
export function ExecutionFilters({ state }: { state: ExecutionState }) {
  const { filters, setFilters, outcomeParams } = state;
  const names = useLinkedNames(filters);
  const isFiltered = Object.keys(cleared).some((name) => {
    const value = filters[name as keyof typeof cleared];
    return Array.isArray(value) ? value.length > 0 : value !== null;
  });
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search executions"
        placeholder="Search prompts"
        group="Executions"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      {flagNames.map((name) => {
        const [any, yes, no] = flags[name];
        const value = filters[name];
        return (
          <Select
            key={name}
            label={any.replace("Any ", "").replace(/^./, (letter) => letter.toUpperCase())}
            value={value === null ? "any" : String(value)}
            onValueChange={(next) => setFilters({ [name]: next === "any" ? null : next === "true" })}
            options={[
              { value: "any", label: any },
              { value: "true", label: yes },
              { value: "false", label: no },
            ]}
            className="max-sm:text-13"
          />
        );
      })}
      <MultiSelect
        label="Error"
        allLabel="Any"
        values={filters.error_class ?? []}
        onChange={(values) => setFilters({ error_class: values.length > 0 ? values : null })}
        options={errorOptions}
      />
      <OutcomeFilters filters={filters} onChange={setFilters} params={outcomeParams} />
      <FilterChips chips={chipsOf(state, names)} />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

const linked = [
  ["failure_pattern_id", "Failure pattern", "failure patterns"],
  ["example_id", "With the example", "examples"],
  ["experiment_id", "Experiment", "experiments"],
] as const;

/** What links from figures ask for and no control offers. */
function chipsOf(
  { filters, setFilters }: ExecutionState,
  names: ReturnType<typeof useLinkedNames>,
): FilterChip[] {
  const { user_id, variant } = filters;
  return [
    ...linked.flatMap(([name, one, several]) => {
      const values = filters[name];
      return values === null
        ? []
        : [
            {
              key: name,
              label: values.length === 1 ? one : `${values.length} ${several}`,
              ...(names[name] === undefined ? {} : { value: names[name] }),
              onRemove: () => setFilters({ [name]: null }),
            },
          ];
    }),
    ...(variant ?? []).map((value) => ({
      key: `variant ${value}`,
      label: "Variant",
      value,
      onRemove: () => {
        const rest = (variant ?? []).filter((each) => each !== value);
        setFilters({ variant: rest.length > 0 ? rest : null });
      },
    })),
    ...user_id.map((value) => ({
      key: `user ${value}`,
      label: "User",
      value,
      onRemove: () => setFilters({ user_id: user_id.filter((each) => each !== value) }),
    })),
  ];
}
