"use client";
import Link from "next/link";
import { ChangeMark } from "@/components/ui/change-mark";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import type { Figure } from "@/lib/format/figure";

const frame = "grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border";

/** The figures of a page, each with what it rests on and its change; with `hrefOf` each leads to the rows behind it. */
export function FigureTiles({
  count,
  prepared,
  isStale,
  error,
  onRetry,
  noun,
  hrefOf,
  className = "md:grid-cols-4",
}: {
  /** How many there will be, while they load. */
  count: number;
  /** Undefined while they load or when that failed. */
  prepared: { figures: readonly Figure[]; comparison: string } | undefined;
  /** What is shown is of the filters before. */
  isStale: boolean;
  error: Error | null;
  onRetry: () => void;
  /** The rows behind: "interactions". */
  noun?: string;
  hrefOf?: (patch: Record<string, string>) => string;
  /** The number of columns. */
  className?: string;
}) {
  if (!prepared && error) {
    return (
      <section aria-label="Figures" className="rounded-md border bg-surface">
        <ErrorState error={error} onRetry={onRetry} />
      </section>
    );
  }
  if (!prepared) {
    return (
      <section aria-label="Figures" aria-busy className="grid gap-1">
        <div className={cn(frame, className)}>
          {Array.from({ length: count }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
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
  return (
    <section aria-label="Figures" aria-busy={isStale} className="grid gap-1">
      <dl className={cn(frame, className, isStale && "[&_dd]:opacity-50")}>
        {prepared.figures.map((figure) => (
          <Tile key={figure.key} figure={figure} noun={noun} href={hrefOf?.(figure.patch ?? {})} />
        ))}
      </dl>
      <p className="min-h-4 text-xs text-muted">{prepared.comparison}</p>
    </section>
  );
}

function Tile({
  figure,
  noun,
  href,
}: {
  figure: Figure;
  noun: string | undefined;
  href: string | undefined;
}) {
  const valueClass = cn("text-2xl font-semibold tracking-tight", figure.isSmall && "text-muted");
  return (
    <div className="flex min-h-27 flex-col bg-surface p-4">
      <dt className={cn("flex items-center text-13 text-muted", figure.definition && "-my-0.5")}>
        <span className="min-w-0">{figure.label}</span>
        {figure.definition ? <Definition of={figure.label}>{figure.definition}</Definition> : null}
      </dt>
      <dd className="mt-1 flex min-w-0 flex-1 flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          {href === undefined ? (
            <span className={valueClass}>{figure.value}</span>
          ) : (
            <Link
              href={href}
              aria-label={`${figure.label}: ${figure.value}, show the ${noun ?? "rows"}`}
              className={cn(valueClass, "hover:underline")}
            >
              {figure.value}
            </Link>
          )}
          {figure.delta ? <ChangeMark delta={figure.delta} /> : null}
        </span>
        <span className="mt-auto line-clamp-2 text-xs text-muted" title={figure.detail}>
          {figure.detail}
        </span>
      </dd>
    </div>
  );
}
