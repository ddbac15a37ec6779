"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { type FilterChip, FilterChips } from "@/components/filters/filter-chips";
import { SearchField } from "@/components/filters/search-field";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { accuracyOptions } from "@/lib/feedback/query-options";
import { NO_INTENT } from "@/lib/feedback/schemas";
import type { useFeedbackFilters } from "./use-feedback-filters";

const noteChoices = [
  { value: "any", label: "Any note" },
  { value: "true", label: "With a note" },
  { value: "false", label: "Without a note" },
] as const;

const linkedPeople = [
  ["user_id", "User"],
  ["session_id", "Session"],
] as const;
const linkedExperiments = [
  ["experiment", "Experiment"],
  ["variant", "Variant"],
] as const;

/** The filters of the feedback pages beside those of every page. */
export function FeedbackFilters({
  state,
  hasRating = true,
}: {
  state: ReturnType<typeof useFeedbackFilters>;
  /** Whether the page can be narrowed to one rating. */
  hasRating?: boolean;
}) {
  const { filters, setFilters } = state;
  const models = useFacet(state, "model");
  const intents = useFacet(state, "intent");
  const chips: FilterChip[] = [
    ...linkedPeople.flatMap(([name, label]) =>
      filters[name].map((value) => ({
        key: `${name} ${value}`,
        label,
        value,
        onRemove: () => setFilters({ [name]: filters[name].filter((each) => each !== value) }),
      })),
    ),
    ...linkedExperiments.flatMap(([name, label]) => {
      // An experiment by its id and its name is one choice.
      const value = filters[name]?.at(-1);
      return value === undefined
        ? []
        : [{ key: name, label, value, onRemove: () => setFilters({ [name]: null }) }];
    }),
  ];
  const isFiltered =
    chips.length > 0 ||
    (hasRating && filters.rating !== null) ||
    [filters.q, filters.model, filters.intent, filters.has_note].some((value) => value !== null);

  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search votes"
        placeholder="Search query, response, comment"
        group="Feedback"
        value={filters.q ?? ""}
        onChange={(q) => setFilters({ q: q.trim() === "" ? null : q }, { history: "replace" })}
      />
      {hasRating ? (
        <ToggleGroup
          label="Rating"
          value={filters.rating ?? "any"}
          onValueChange={(rating) => setFilters({ rating: rating === "any" ? null : rating })}
          options={[
            { value: "any", label: "All" },
            { value: "1", label: <ThumbsUp aria-hidden />, ariaLabel: "Thumbs up" },
            { value: "-1", label: <ThumbsDown aria-hidden />, ariaLabel: "Thumbs down" },
          ]}
        />
      ) : null}
      <MultiSelect
        label="Model"
        allLabel="Any model"
        values={filters.model ?? []}
        onChange={(values) => setFilters({ model: values.length > 0 ? values : null })}
        {...models}
      />
      <MultiSelect
        label="Intent"
        allLabel="Any intent"
        values={filters.intent ?? []}
        onChange={(values) => setFilters({ intent: values.length > 0 ? values : null })}
        {...intents}
      />
      <Select
        label="Note"
        value={filters.has_note === null ? "any" : filters.has_note ? "true" : "false"}
        onValueChange={(value) => setFilters({ has_note: value === "any" ? null : value === "true" })}
        options={noteChoices}
        className="max-sm:text-13"
      />
      <FilterChips chips={chips} />
      {isFiltered ? (
        <Button
          variant="ghost"
          onClick={() =>
            setFilters({
              q: null,
              rating: null,
              model: null,
              intent: null,
              has_note: null,
              user_id: null,
              session_id: null,
              experiment: null,
              variant: null,
            })
          }
        >
          Clear
        </Button>
      ) : null}
    </search>
  );
}

/** The values of a dimension under all other filters, with their votes. */
function useFacet({ analyticsParams }: ReturnType<typeof useFeedbackFilters>, dimension: "model" | "intent") {
  const { [dimension]: _own, ...others } = analyticsParams;
  const { data, isPending } = useQuery({
    ...accuracyOptions({ ...others, group_by: dimension }),
    placeholderData: keepPreviousData,
  });
  const options = (data?.data ?? []).map((row) => {
    const value = row[dimension];
    return value === null
      ? { value: NO_INTENT, label: "No intent", count: row.total }
      : { value, label: value, count: row.total };
  });
  return { options, isLoading: isPending };
}
