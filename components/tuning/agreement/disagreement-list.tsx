"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatCount } from "@/lib/format/number";
import { disagreementsOptions } from "@/lib/tuning/reviews/query-options";
import { categoryNames } from "@/lib/tuning/vocabulary";
import { AdjudicationSheet } from "./adjudication-sheet";
import { DisagreementItem } from "./disagreement-item";
import type { AgreementState } from "./use-agreement-filters";

/** The turns on which two reviewers differ, to be decided by a product owner or admin. */
export function DisagreementList({ state, canDecide }: { state: AgreementState; canDecide: boolean }) {
  const { filters, setFilters, listParams } = state;
  const query = useInfiniteQuery({ ...disagreementsOptions(listParams), placeholderData: keepPreviousData });
  const { data, error, isPlaceholderData, refetch } = query;
  const [decidingId, setDecidingId] = useState<string | null>(null);
  const { category, side } = filters;
  const turns = data?.pages.flatMap((page) => page.data);
  const deciding = turns?.find((turn) => turn.turn_id === decidingId);
  return (
    <section aria-label="Turns on which they differ" className="grid gap-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-sm font-semibold">
          {titleOf(filters.is_adjudicated)}
          {turns ? (
            <span className="font-normal text-muted">
              {" "}
              · {query.hasNextPage ? "the newest " : ""}
              {formatCount(turns.length)}
            </span>
          ) : null}
        </h2>
        {category ? (
          <Button variant="outline" onClick={() => setFilters({ category: null, side: null })}>
            {categoryNames[category]}
            {side ? ` · only the ${side} reviewer` : ""}
            <span className="sr-only">: show every category</span>
            <X aria-hidden />
          </Button>
        ) : null}
        <ToggleGroup
          label="Decided or not"
          value={filters.is_adjudicated === null ? "all" : filters.is_adjudicated ? "decided" : "open"}
          onValueChange={(value) =>
            setFilters({ is_adjudicated: value === "all" ? null : value === "decided" })
          }
          options={[
            { value: "all", label: "All" },
            { value: "open", label: "Open" },
            { value: "decided", label: "Decided" },
          ]}
        />
      </header>
      <div
        aria-busy={isPlaceholderData}
        className={`rounded-md border bg-surface transition-opacity ${isPlaceholderData ? "opacity-60" : ""}`}
      >
        {turns === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={() => refetch()} />
          ) : (
            <div role="status" aria-label="Loading turns" className="grid gap-3 p-4">
              <Skeleton className="h-5 w-2/3" />
              <Skeleton className="h-16 w-full" />
              <Skeleton className="h-5 w-1/2" />
            </div>
          )
        ) : turns.length === 0 ? (
          <EmptyState {...emptinessOf(filters.is_adjudicated, category !== null)} />
        ) : (
          <ul className="divide-y">
            {turns.map((turn) => (
              <DisagreementItem
                key={turn.turn_id}
                turn={turn}
                onDecide={canDecide ? () => setDecidingId(turn.turn_id) : null}
              />
            ))}
          </ul>
        )}
      </div>
      {query.hasNextPage ? (
        <div className="flex flex-wrap items-center justify-center gap-2">
          <Button
            variant="outline"
            isPending={query.isFetchingNextPage}
            disabled={isPlaceholderData}
            onClick={() => query.fetchNextPage()}
          >
            Load more
          </Button>
          {query.isFetchNextPageError ? (
            <span role="alert" className="text-xs text-negative">
              Not loaded: {error?.message}
            </span>
          ) : null}
        </div>
      ) : null}
      {deciding ? (
        <AdjudicationSheet key={deciding.turn_id} turn={deciding} onClose={() => setDecidingId(null)} />
      ) : null}
    </section>
  );
}

function titleOf(isDecided: boolean | null): string {
  return isDecided === null ? "Where they differ" : isDecided ? "Decided" : "To decide";
}

/** Why the list is empty, under the filters that are set. */
function emptinessOf(isDecided: boolean | null, hasCategory: boolean): { title: string; text: string } {
  const text = hasCategory ? "Show every category to see the others." : null;
  if (isDecided) return { title: "Nothing decided yet", text: text ?? "The turns to decide are under Open." };
  if (isDecided === false)
    return { title: "Nothing to decide", text: text ?? "Every turn on which two people differ is decided." };
  return {
    title: hasCategory ? "No such turn" : "Nobody differs",
    text: text ?? "Where two people have finished the same turn, they say the same.",
  };
}
