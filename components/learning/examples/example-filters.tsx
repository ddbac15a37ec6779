"use client";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ExamplesState } from "./use-examples";

const cleared = { q: null, status: null, is_pinned: null, has_better_plan: null };

/** Finding examples as the API does, and by what people made of them. */
export function ExampleFilters({ state }: { state: ExamplesState }) {
  const { filters, setFilters } = state;
  const kind = filters.is_pinned ? "pinned" : filters.has_better_plan ? "better" : "any";
  const isFiltered =
    filters.q !== null ||
    filters.status !== null ||
    filters.is_pinned !== null ||
    filters.has_better_plan !== null;
  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Find examples for a prompt"
        placeholder="Find examples for a prompt"
        group="Examples"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      <ToggleGroup
        label="Judged"
        value={filters.status ?? "any"}
        onValueChange={(value) => setFilters({ status: value === "any" ? null : value })}
        options={[
          { value: "any", label: "All" },
          { value: "unreviewed", label: "Not judged" },
          { value: "approved", label: "Approved" },
          { value: "retired", label: "Retired" },
        ]}
      />
      <ToggleGroup
        label="Kind"
        value={kind}
        onValueChange={(value) =>
          setFilters({
            is_pinned: value === "pinned" ? true : null,
            has_better_plan: value === "better" ? true : null,
          })
        }
        options={[
          { value: "any", label: "Any" },
          { value: "pinned", label: "Pinned" },
          { value: "better", label: "Better plan" },
        ]}
      />
      {isFiltered ? (
        <Button variant="ghost" onClick={() => setFilters(cleared)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
