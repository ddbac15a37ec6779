"use client";
import { useQuery } from "@tanstack/react-query";
import { ChangeMark } from "@/components/ui/change-mark";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Skeleton } from "@/components/ui/skeleton";
import { type Figure, prepareFigures } from "@/lib/feedback/prepare-figures";
import { type FeedbackParameters, statsOptions } from "@/lib/feedback/query-options";
import { cn } from "@/lib/format/cn";

const frame =
  "grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border md:grid-cols-3 xl:grid-cols-6";
const places = ["success", "total", "users", "sessions", "models", "memory"];

/** The figures of the range, each with its change since the period before. */
export function OverviewFigures({ parameters }: { parameters: FeedbackParameters }) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(statsOptions(parameters)),
  );
  if (isPending) {
    return (
      <section aria-label="Figures" aria-busy className="grid gap-1">
        <div className={frame}>
          {places.map((place) => (
            <div key={place} className="h-27 bg-surface p-4">
              <Skeleton className="h-4 w-20" />
              <Skeleton className="mt-2 h-7 w-16" />
            </div>
          ))}
        </div>
        <p className="min-h-4" />
      </section>
    );
  }
  if (!data) {
    return (
      <section aria-label="Figures" className="rounded-md border bg-surface">
        <ErrorState error={error} onRetry={refetch} />
      </section>
    );
  }
  const { figures, comparison } = prepareFigures(data, { isOneRating: parameters.rating !== undefined });
  return (
    <section aria-label="Figures" aria-busy={isPlaceholderData} className="grid gap-1">
      <dl className={cn(frame, isPlaceholderData && "[&_dd]:opacity-50")}>
        {figures.map((figure) => (
          <FigureTile key={figure.key} figure={figure} />
        ))}
      </dl>
      <p className="min-h-4 text-xs text-muted">{comparison}</p>
    </section>
  );
}

function FigureTile({ figure }: { figure: Figure }) {
  return (
    <div className="flex h-27 flex-col bg-surface p-4">
      <dt className="text-13 text-muted">{figure.label}</dt>
      <dd className="mt-1 flex min-w-0 flex-1 flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className={cn("text-2xl font-semibold tracking-tight", figure.isSmall && "text-muted")}>
            {figure.value}
          </span>
          {figure.delta ? <ChangeMark delta={figure.delta} /> : null}
        </span>
        <span className="mt-auto truncate text-xs text-muted" title={figure.detail}>
          {figure.detail}
        </span>
      </dd>
    </div>
  );
}
