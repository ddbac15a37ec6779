"use client";
import { MultiSelect } from "@/components/ui/multi-select";
import { useFilters } from "./use-filters";

/** Which projects every page is about. */
export function ProjectFilter({ projects }: { projects: readonly string[] }) {
  const { filters, setFilters } = useFilters();
  return (
    <MultiSelect
      label="Project"
      // Gives way before what stands beside it does: its name is the longest.
      className="shrink-9999"
      values={filters.project ?? []}
      onChange={(project) => setFilters({ project: project.length > 0 ? project : null })}
      options={projects.map((project) => ({ value: project, label: project }))}
    />
  );
}
