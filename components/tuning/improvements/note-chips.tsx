"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import { countBy } from "@/lib/tuning/improvements/prepare-filters";
import { improvementSummaryOptions } from "@/lib/tuning/improvements/query-options";
import {
  categories,
  categoryNames,
  improvementStatuses,
  NO_CATEGORY,
  statusNames,
} from "@/lib/tuning/vocabulary";
import { NO_CATEGORY_LABEL } from "./note-marks";
import type { NoteFilterState } from "./use-note-filters";

const categoryChips = [
  ...categories.map((value) => ({ value: value as string, label: categoryNames[value] })),
  { value: NO_CATEGORY, label: NO_CATEGORY_LABEL },
];
const statusChips = improvementStatuses.map((value) => ({
  value: value as string,
  label: statusNames[value],
}));

/** Notes per category and per status, each counted under all other filters; pressing one filters by it. */
export function NoteChips({ state }: { state: NoteFilterState }) {
  const { filters, setFilters, params } = state;
  const { category: _category, ...withoutCategory } = params;
  const { status: _status, ...withoutStatus } = params;
  const byCategory = useQuery({
    ...improvementSummaryOptions(withoutCategory),
    placeholderData: keepPreviousData,
  }).data;
  const byStatus = useQuery({
    ...improvementSummaryOptions(withoutStatus),
    placeholderData: keepPreviousData,
  }).data;
  const perCategory = byCategory && countBy(byCategory, "category");
  const perStatus = byStatus && countBy(byStatus, "status");
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-2">
      <Chips
        label="Category"
        chips={categoryChips}
        chosen={filters.category ?? []}
        countOf={
          perCategory &&
          ((value) => {
            const category = categories.find((each) => each === value) ?? null;
            return perCategory.get(category) ?? 0;
          })
        }
        onChange={(category) => setFilters({ category })}
      />
      <Chips
        label="Status"
        chips={statusChips}
        chosen={filters.status ?? []}
        countOf={
          perStatus &&
          ((value) => {
            const status = improvementStatuses.find((each) => each === value);
            return (status && perStatus.get(status)) ?? 0;
          })
        }
        onChange={(status) => setFilters({ status })}
      />
    </div>
  );
}

function Chips({
  label,
  chips,
  chosen,
  countOf,
  onChange,
}: {
  label: string;
  chips: readonly { value: string; label: string }[];
  chosen: readonly string[];
  /** Undefined while the notes are counted. */
  countOf: ((value: string) => number) | undefined;
  onChange: (values: string[] | null) => void;
}) {
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    onChange(next.length > 0 ? next : null);
  };
  return (
    <fieldset className="flex max-w-full min-w-0 items-center gap-1.5 max-sm:overflow-x-auto sm:flex-wrap">
      <legend className="float-left mr-1 flex h-7 shrink-0 items-center text-xs text-muted">{label}</legend>
      {chips.map((chip) => {
        const count = countOf?.(chip.value);
        const isChosen = chosen.includes(chip.value);
        return (
          <button
            key={chip.value}
            type="button"
            aria-pressed={isChosen}
            onClick={() => toggle(chip.value)}
            className={cn(
              "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border bg-surface px-2 text-13 transition-colors hover:bg-subtle",
              isChosen && "border-accent bg-accent-subtle hover:bg-accent-subtle",
              count === 0 && !isChosen && "text-muted",
            )}
          >
            {chip.label}
            <span className="min-w-4 text-right text-xs text-muted">
              {count === undefined ? "…" : formatCompact(count)}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
