"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { ParameterNotice } from "@/components/filters/parameter-notice";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { accuracyParsers } from "@/lib/feedback/prepare-address";
import { type PivotDimension, pivotDimensions, preparePivot } from "@/lib/feedback/prepare-pivot";
import { accuracyOptions } from "@/lib/feedback/query-options";
import type { AccuracyRow } from "@/lib/feedback/schemas";
import { cn } from "@/lib/format/cn";
import { toCsv } from "@/lib/format/csv";
import { saveFile } from "@/lib/format/save-file";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { FeedbackFilters } from "./feedback-filters";
import { NoVotes } from "./no-votes";
import { dimensionLabels } from "./pivot-features";
import { PivotTable } from "./pivot-table";
import { useFeedbackFilters } from "./use-feedback-filters";
import { usePivotLayout } from "./use-pivot-layout";

const csvColumns = [
  "model",
  "intent",
  "project",
  "total",
  "positive",
  "negative",
  "accuracy",
  "ci_low",
  "ci_high",
] as const;

const dimensionOptions = pivotDimensions.map((value) => ({ value, label: dimensionLabels[value] }));
const optionalOptions = [...dimensionOptions, { value: "none" as const, label: "Nothing" }];
type Choice = PivotDimension | "none";
const toDimension = (choice: Choice) => (choice === "none" ? null : choice);

/** Accuracy per model, intent and project as a pivot table. */
export function AccuracyPage() {
  const state = useFeedbackFilters();
  const { layout, place } = usePivotLayout();
  // Of one rating every rate is 0 or 100%.
  const { rating, ...params } = state.analyticsParams;
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...accuracyOptions(params),
    placeholderData: keepPreviousData,
  });
  const rows = data?.data;
  const pivot = useMemo(() => (rows ? preparePivot(rows, layout) : null), [rows, layout]);

  const handleDownload = (accuracy: readonly AccuracyRow[]) => {
    const csv = toCsv(accuracy, csvColumns, { header: true });
    saveFile(new Blob([csv], { type: "text/csv;charset=utf-8" }), "retune-accuracy.csv");
  };

  return (
    <div className="grid gap-4">
      <header className="flex items-center gap-2">
        <h1 className="mr-auto text-lg font-semibold">Accuracy</h1>
        <CopyButton value={() => window.location.href} label="Copy link" isIconOnly={false} />
        <Button variant="outline" disabled={!rows?.length} onClick={() => rows && handleDownload(rows)}>
          <Download aria-hidden />
          CSV
        </Button>
      </header>
      <ParameterNotice parsers={accuracyParsers} />
      <FeedbackFilters state={state} hasRating={false} />
      {rating === undefined ? null : (
        <p className="text-13 text-muted">
          The filter “{rating === "1" ? "Thumbs up" : "Thumbs down"}” does not apply here: rates are of all
          votes.
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-13">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: Select is the control */}
        <label className="flex items-center gap-2">
          Rows
          <Select
            label="Rows"
            value={layout.rows}
            onValueChange={(value) => place("rows", value)}
            options={dimensionOptions}
            className="max-sm:text-13"
          />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: as above */}
        <label className="flex items-center gap-2">
          split by
          <Select
            label="Split rows by"
            value={(layout.split ?? "none") as Choice}
            onValueChange={(value) => place("split", toDimension(value))}
            options={optionalOptions}
            className="max-sm:text-13"
          />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: as above */}
        <label className="flex items-center gap-2">
          Columns
          <Select
            label="Columns"
            value={(layout.columns ?? "none") as Choice}
            onValueChange={(value) => place("columns", toDimension(value))}
            options={optionalOptions}
            className="max-sm:text-13"
          />
        </label>
      </div>
      <div
        aria-busy={isPlaceholderData}
        className={cn(
          "relative overflow-x-auto rounded-md border bg-surface transition-opacity",
          isPlaceholderData && "opacity-60",
        )}
      >
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : pivot === null ? (
          <PivotSkeleton />
        ) : pivot.all === null ? (
          <NoVotes params={params} />
        ) : (
          <PivotTable pivot={pivot} layout={layout} params={params} />
        )}
      </div>
      <p className="text-xs text-muted">
        Share of thumbs up with its 95% Wilson interval and the number of votes n; grey below {SMALL_SAMPLE}{" "}
        votes. Days are UTC.
        {pivot && pivot.columnCount > pivot.columns.length
          ? ` Columns: the ${pivot.columns.length} largest of ${pivot.columnCount}; the CSV holds all of them.`
          : null}
      </p>
    </div>
  );
}

const SKELETON_ROWS = Array.from({ length: 6 }, (_, index) => index);

/** The pivot while it is being read. */
export function PivotSkeleton() {
  return (
    <div role="status" aria-label="Loading accuracy" className="grid gap-px">
      {SKELETON_ROWS.map((row) => (
        <div key={row} className="flex h-17 items-center gap-6 border-b px-3">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-8 w-24" />
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-8 w-24 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
