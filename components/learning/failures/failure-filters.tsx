"use client";
import { Button } from "@/components/ui/button";
import { MultiSelect } from "@/components/ui/multi-select";
import { type PatternStatus, patternStatuses } from "@/lib/learning/failures/schemas";
import { classNames, type ErrorClass, errorClasses, statusNames } from "@/lib/learning/failures/vocabulary";
import type { FailuresState } from "./use-failures-state";

/** Which patterns are listed, beside what the whole page is narrowed to. */
export function FailureFilters({ state: { filters, setFilters } }: { state: FailuresState }) {
  const { status, error_class } = filters;
  return (
    <search aria-label="Filters of the list" className="flex flex-wrap items-center gap-2">
      <MultiSelect
        label="Status"
        allLabel="Any"
        values={status ?? []}
        onChange={(values) => setFilters({ status: values.length > 0 ? (values as PatternStatus[]) : null })}
        options={patternStatuses.map((value) => ({ value, label: statusNames[value] }))}
      />
      <MultiSelect
        label="Class"
        allLabel="Any"
        values={error_class ?? []}
        onChange={(values) =>
          setFilters({ error_class: values.length > 0 ? (values as ErrorClass[]) : null })
        }
        options={errorClasses.map((value) => ({ value, label: classNames[value] }))}
      />
      {status || error_class ? (
        <Button variant="ghost" onClick={() => setFilters({ status: null, error_class: null })}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}
