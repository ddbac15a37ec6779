"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button, buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatDecimal } from "@/lib/format/number";
import { toHref } from "@/lib/query/url-state";
import { turnListOptions } from "@/lib/tuning/sessions/query-options";
import { categoryLabel, metricLabel } from "@/lib/tuning/versions/prepare-comparison";
import { categories, checks, type Figure } from "@/lib/tuning/vocabulary";
import type { CompareState } from "./use-compare-state";

/** Characters of a text that a line shows. */
const PREVIEW_CHARS = 400;

/** The turns behind a figure: of version A or B, with a note of the category when it is about one. */
export function TurnsSheet({ compare }: { compare: CompareState }) {
  const { state, setState, scope } = compare;
  const side = state.show ?? "a";
  const version = state[side] ?? "";
  const { figure, category } = state;
  const query = useInfiniteQuery(
    turnListOptions({
      ...scope,
      master_prompt_version: version,
      ...(figure === null ? {} : { figure }),
      ...(category === null ? {} : { category }),
    }),
  );
  const turns = query.data?.pages.flatMap((page) => page.data);
  const name = category === null ? null : categoryLabel(categories.find((each) => each === category) ?? null);
  return (
    <Sheet
      open
      onOpenChange={(open) => open || setState({ show: null, figure: null, category: null })}
      title={
        name !== null
          ? `Turns with a note: ${name}`
          : figure === null
            ? "Turns"
            : `Turns: ${metricLabel(figure)}`
      }
    >
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <ToggleGroup
          label="Version"
          value={side}
          onValueChange={(show) => setState({ show }, { history: "replace" })}
          options={[
            { value: "a", label: `A ${state.a ?? ""}` },
            { value: "b", label: `B ${state.b ?? ""}` },
          ]}
          className="max-w-full overflow-hidden"
        />
        {figure === null ? null : <p className="text-xs text-muted">{orderOf(figure)}</p>}
        {category === null ? null : (
          <Link
            href={toHref("/tuning/improvements", {
              ...scope,
              days: "366",
              master_prompt_version: version,
              category,
            })}
            className={buttonStyles({ variant: "ghost", size: "sm" })}
          >
            The notes
          </Link>
        )}
      </div>
      {turns === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div role="status" aria-label="Loading turns" className="grid gap-3 p-4">
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </div>
        )
      ) : turns.length === 0 ? (
        <EmptyState
          title="No such turn"
          text={
            name === null
              ? figure === null
                ? "This version has no turns you may read."
                : "No turn of this version has this figure."
              : "No turn of this version has such a note that you may read."
          }
        />
      ) : (
        <ul className="divide-y">
          {turns.map((turn) => (
            <li key={turn.id}>
              <Link
                href={`/tuning/review?turn=${turn.id}`}
                className="grid gap-1 px-4 py-3 text-13 -outline-offset-2 hover:bg-subtle"
              >
                <span dir="auto" className="font-medium break-words">
                  {turn.user_message.slice(0, PREVIEW_CHARS) || "empty"}
                </span>
                <span dir="auto" className="line-clamp-3 break-words text-muted">
                  {turn.era_response.slice(0, PREVIEW_CHARS) || "empty"}
                </span>
                <span className="text-xs text-muted">
                  <Time value={turn.timestamp} />
                  {turn.avg_similarity === null ? "" : ` · similarity ${turn.avg_similarity.toFixed(2)}`}
                  {turn.processing_time_ms === null ? "" : ` · ${formatDecimal(turn.processing_time_ms)} ms`}
                </span>
              </Link>
            </li>
          ))}
          {query.hasNextPage ? (
            <li className="p-4 text-center">
              <Button
                variant="outline"
                isPending={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                Show more
              </Button>
            </li>
          ) : null}
        </ul>
      )}
    </Sheet>
  );
}

/** In which order the turns of a figure come. */
function orderOf(figure: Figure): string {
  if (figure === "improvements_per_reviewed_turn") return "Reviewed turns, most notes first.";
  if (figure === "processing_time_ms") return "Turns that have it, slowest first.";
  if (figure === "thumbs_up" || figure === "rated_up") return "Turns that have it, thumbs down first.";
  return checks.some((each) => each === figure)
    ? "Turns that were checked, those at fault first."
    : "Turns that have it, lowest first.";
}
