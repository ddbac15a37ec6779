"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { sessionSummaryOptions } from "@/lib/tuning/sessions/query-options";
import { versionsOptions } from "@/lib/tuning/versions/query-options";
import { severities, severityNames } from "@/lib/tuning/vocabulary";
import type { NoteFilterState } from "./use-note-filters";

const severityOptions = severities.map((value) => ({ value, label: severityNames[value] })).reverse();
const cleared = {
  q: null,
  is_mine: null,
  severity: null,
  category: null,
  status: null,
  master_prompt_version: null,
  branch_name: null,
  applied_in_version: null,
  session_id: null,
  turn_id: null,
};
const toOptions = (values: readonly string[]) =>
  [...new Set(values)].map((value) => ({ value, label: value }));
const orNull = (values: string[]) => (values.length > 0 ? values : null);

/** The filters of notes beside those of every page and the chips of category and status. */
export function NoteFilters({ state }: { state: NoteFilterState }) {
  const { filters, setFilters } = state;
  const project = filters.project?.length === 1 ? { project: filters.project[0] } : {};
  const versions = useQuery(versionsOptions(project));
  const sessions = useQuery(sessionSummaryOptions(project));
  const versionOptions = toOptions(versions.data?.data.map((each) => each.version) ?? []);
  const branchOptions = toOptions(sessions.data?.branches.map((each) => each.value) ?? []);
  const places = [
    ...filters.session_id.map((id) => ({
      key: `session ${id}`,
      label: "One session",
      clear: { session_id: filters.session_id.filter((each) => each !== id) },
    })),
    ...(filters.turn_id ? [{ key: "turn", label: "One turn", clear: { turn_id: null } }] : []),
  ];
  const { days: _days, from: _from, to: _to, project: _project, session_id, ...own } = filters;
  const isFiltered = session_id.length > 0 || Object.values(own).some((value) => value !== null);

  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search notes"
        placeholder="Search notes"
        group="Improvements"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      <ToggleGroup
        label="Author"
        value={filters.is_mine === null ? "any" : filters.is_mine ? "mine" : "others"}
        onValueChange={(value) => setFilters({ is_mine: value === "any" ? null : value === "mine" })}
        options={[
          { value: "any", label: "All" },
          { value: "mine", label: "Mine" },
          { value: "others", label: "Others’" },
        ]}
      />
      <MultiSelect
        label="Severity"
        values={filters.severity ?? []}
        onChange={(values) => setFilters({ severity: orNull(values) })}
        options={severityOptions}
      />
      <MultiSelect
        label="Version"
        allLabel="Any"
        values={filters.master_prompt_version ?? []}
        onChange={(values) => setFilters({ master_prompt_version: orNull(values) })}
        options={versionOptions}
        isLoading={versions.isPending}
      />
      <MultiSelect
        label="Branch"
        allLabel="Any"
        values={filters.branch_name ?? []}
        onChange={(values) => setFilters({ branch_name: orNull(values) })}
        options={branchOptions}
        isLoading={sessions.isPending}
      />
      <MultiSelect
        label="Applied in"
        allLabel="Any"
        values={filters.applied_in_version ?? []}
        onChange={(values) => setFilters({ applied_in_version: orNull(values) })}
        options={versionOptions}
        isLoading={versions.isPending}
      />
      {places.map(({ key, label, clear }) => (
        <Button
          key={key}
          variant="outline"
          aria-label={`Remove the filter ${label}`}
          onClick={() => setFilters(clear)}
        >
          {label}
          <X aria-hidden />
        </Button>
      ))}
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
