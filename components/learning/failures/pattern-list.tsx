"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { AllRowsCheckbox, RowCheckbox, SelectionStatus } from "@/components/data-table/row-checkbox";
import { useRowSelection } from "@/components/data-table/use-row-selection";
import { Button } from "@/components/ui/button";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { failureHeatmapOptions, failurePatternsOptions } from "@/lib/learning/failures/query-options";
import { definitions } from "@/lib/learning/failures/vocabulary";
import { FailureFilters } from "./failure-filters";
import { JudgeDialog } from "./judge-dialog";
import { NoFailures } from "./no-failures";
import { PatternRow } from "./pattern-row";
import { PatternsDownload } from "./patterns-download";
import type { FailuresState } from "./use-failures-state";

/** The patterns of the range, most failures first; product owners and admins judge and download them. */
export function PatternList({
  state,
  days,
  canJudge,
  canDownload,
  origin,
}: {
  state: FailuresState;
  days: { from: number; to: number };
  canJudge: boolean;
  canDownload: boolean;
  origin: string;
}) {
  const {
    data,
    isPending,
    isPlaceholderData,
    error,
    refetch,
    hasNextPage,
    fetchNextPage,
    isFetchingNextPage,
  } = useInfiniteQuery(keepingPrevious(failurePatternsOptions(state.params.list)));
  const heatmap = useQuery(keepingPrevious(failureHeatmapOptions(state.params.heatmap)));
  const [judged, setJudged] = useState<string | null>(null);
  const patterns = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const keys = useMemo(() => patterns.map(({ id }) => id), [patterns]);
  const selection = useRowSelection(keys, state.params.list, "patterns");
  const open = patterns.find((pattern) => pattern.id === judged);
  const versions = heatmap.data?.versions.flatMap(({ version }) => (version === null ? [] : [version])) ?? [];
  return (
    <Panel
      id="patterns"
      title="Patterns"
      definition={<Definition of="pattern">{definitions.pattern}</Definition>}
      note={
        <>
          Most failures first; the change is since the period before.
          <Definition of="change">{definitions.trend}</Definition>
        </>
      }
      actions={
        <>
          <FailureFilters state={state} />
          {canDownload ? (
            <PatternsDownload
              params={state.params.list}
              selected={selection.keys}
              rows={patterns}
              disabled={patterns.length === 0}
            />
          ) : null}
        </>
      }
    >
      {isPending ? (
        <PatternsSkeleton />
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : patterns.length === 0 ? (
        <NoFailures state={state} origin={origin} />
      ) : (
        <>
          {canDownload ? (
            <div className="flex min-h-9 items-center gap-3 border-t px-4 py-1">
              <AllRowsCheckbox selection={selection} />
              <SelectionStatus selection={selection} />
            </div>
          ) : null}
          <ul
            aria-label="Failure patterns"
            aria-busy={isPlaceholderData}
            className={cn("divide-y border-t transition-opacity", isPlaceholderData && "opacity-50")}
          >
            {patterns.map((pattern, index) => (
              <PatternRow
                key={pattern.id}
                pattern={pattern}
                select={
                  canDownload ? (
                    <RowCheckbox
                      selection={selection}
                      rowKey={pattern.id}
                      index={index}
                      label={`the pattern ${pattern.pattern.slice(0, 80)}`}
                    />
                  ) : null
                }
                days={days}
                hrefOf={state.hrefOf}
                onJudge={canJudge ? () => setJudged(pattern.id) : undefined}
              />
            ))}
          </ul>
          {hasNextPage ? (
            <div className="border-t p-2 text-center">
              <Button variant="ghost" isPending={isFetchingNextPage} onClick={() => fetchNextPage()}>
                Load more
              </Button>
            </div>
          ) : null}
        </>
      )}
      {open ? (
        <JudgeDialog key={open.id} pattern={open} versions={versions} onClose={() => setJudged(null)} />
      ) : null}
    </Panel>
  );
}

/** The patterns while they are being read. */
export function PatternsSkeleton() {
  return (
    <div role="status" aria-label="Loading failure patterns" className="divide-y border-t">
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="flex items-start gap-6 px-4 py-3">
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-5 w-full max-w-md" />
            <Skeleton className="h-4 w-64" />
          </div>
          <Skeleton className="h-6 w-24 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
