"use client";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { SessionSummary } from "@/lib/tuning/sessions/schemas";
import type { useSessionFilters } from "./use-session-filters";

const toOptions = (choices: SessionSummary["testers"] | undefined) =>
  (choices ?? []).map(({ value, total }) => ({ value, label: value, count: total }));

/** The filters of sessions beside those of every page. */
export function SessionFilters({
  state,
  summary,
}: {
  state: ReturnType<typeof useSessionFilters>;
  summary: SessionSummary | undefined;
}) {
  const { filters, setFilters } = state;
  const isLoading = summary === undefined;
  const isFiltered =
    filters.tester_email.length > 0 ||
    [filters.branch_name, filters.master_prompt_version, filters.is_active].some((value) => value !== null);
  const orNull = (values: string[]) => (values.length > 0 ? values : null);
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <ToggleGroup
        label="State"
        value={filters.is_active === null ? "any" : filters.is_active ? "active" : "ended"}
        onValueChange={(value) => setFilters({ is_active: value === "any" ? null : value === "active" })}
        options={[
          { value: "any", label: "All" },
          { value: "active", label: "Active" },
          { value: "ended", label: "Ended" },
        ]}
      />
      <MultiSelect
        label="Tester"
        allLabel="Anyone"
        values={filters.tester_email}
        onChange={(values) => setFilters({ tester_email: values.length > 0 ? values : null })}
        options={toOptions(summary?.testers)}
        isLoading={isLoading}
      />
      <MultiSelect
        label="Version"
        allLabel="Any version"
        values={filters.master_prompt_version ?? []}
        onChange={(values) => setFilters({ master_prompt_version: orNull(values) })}
        options={toOptions(summary?.versions)}
        isLoading={isLoading}
      />
      <MultiSelect
        label="Branch"
        allLabel="Any branch"
        values={filters.branch_name ?? []}
        onChange={(values) => setFilters({ branch_name: orNull(values) })}
        options={toOptions(summary?.branches)}
        isLoading={isLoading}
      />
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() =>
            setFilters({
              tester_email: null,
              branch_name: null,
              master_prompt_version: null,
              is_active: null,
            })
          }
        >
          Clear
        </Button>
      ) : null}
    </search>
  );
}
