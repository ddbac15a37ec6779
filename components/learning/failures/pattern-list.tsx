"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
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
import type { FailuresState } from "./use-failures-state";

/** The patterns of the range, most failures first; product owners and admins judge them. */
export function PatternList({
  state,
  days,
  canJudge,
  origin,
}: {
  state: FailuresState;
  days: { from: number; to: number };
  canJudge: boolean;
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
  const patterns = data?.pages.flatMap((page) => page.data) ?? [];
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
      actions={<FailureFilters state={state} />}
    >
      {isPending ? (
        <PatternsSkeleton />
      ) : !data ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : patterns.length === 0 ? (
        <NoFailures state={state} origin={origin} />
      ) : (
        <>
          <ul
            aria-label="Failure patterns"
            aria-busy={isPlaceholderData}
            className={cn("divide-y border-t transition-opacity", isPlaceholderData && "opacity-50")}
          >
            {patterns.map((pattern) => (
              <PatternRow
                key={pattern.id}
                pattern={pattern}
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
