"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ChangeMark } from "@/components/ui/change-mark";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Skeleton } from "@/components/ui/skeleton";
import type { HrefOf } from "@/lib/costs/prepare-address";
import { type CostFigure, prepareCostFigures } from "@/lib/costs/spend/prepare-figures";
import { costsSummaryOptions, type SpendParameters } from "@/lib/costs/spend/query-options";
import { cn } from "@/lib/format/cn";

const frame = "grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border md:grid-cols-4";
const places = ["cost", "tokens", "interactions", "users", "each", "success", "satisfied", "unpriced"];

/** The figures of the range, each with what it counts, its change since the period before, and the interactions behind it. */
export function CostFigures({ parameters, hrefOf }: { parameters: SpendParameters; hrefOf: HrefOf }) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(costsSummaryOptions(parameters)),
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
  const { figures, comparison } = prepareCostFigures(data);
  return (
    <section aria-label="Figures" aria-busy={isPlaceholderData} className="grid gap-1">
      <dl className={cn(frame, isPlaceholderData && "[&_dd]:opacity-50")}>
        {figures.map((figure) => (
          <FigureTile key={figure.key} figure={figure} href={hrefOf(figure.patch)} />
        ))}
      </dl>
      <p className="min-h-4 text-xs text-muted">{comparison}</p>
    </section>
  );
}

function FigureTile({ figure, href }: { figure: CostFigure; href: string }) {
  return (
    <div className="flex min-h-27 flex-col bg-surface p-4">
      <dt className="-my-0.5 flex items-center text-13 text-muted">
        <span className="min-w-0">{figure.label}</span>
        <Definition of={figure.label}>{figure.definition}</Definition>
      </dt>
      <dd className="mt-1 flex min-w-0 flex-1 flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={href}
            aria-label={`${figure.label}: ${figure.value}, show the interactions`}
            className={cn(
              "text-2xl font-semibold tracking-tight hover:underline",
              figure.isSmall && "text-muted",
            )}
          >
            {figure.value}
          </Link>
          {figure.delta ? <ChangeMark delta={figure.delta} /> : null}
        </span>
        <span className="mt-auto truncate text-xs text-muted" title={figure.detail}>
          {figure.detail}
        </span>
      </dd>
    </div>
  );
}
