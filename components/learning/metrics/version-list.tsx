"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorState } from "@/components/ui/error-state";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import type { HrefOf } from "@/lib/learning/executions/prepare-address";
import { prepareVersionChange, type VersionChange } from "@/lib/learning/executions/prepare-versions";
import { executionVersionsOptions } from "@/lib/learning/executions/query-options";
import type { VersionRow } from "@/lib/learning/executions/schemas";
import type { FilterParameters } from "@/lib/query/url-state";

/** What changed when a version came: the figures of its project before and from then on. */
export function VersionList({ params, hrefOf }: { params: FilterParameters; hrefOf: HrefOf }) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(executionVersionsOptions(params)),
  );
  return (
    <section
      id="versions"
      aria-label="When a version came"
      aria-busy={isPending || isPlaceholderData}
      className="flex scroll-mt-20 flex-col rounded-md border bg-surface"
    >
      <header className="px-4 pt-3">
        <h2 className="text-sm font-semibold">When a version came</h2>
        <p className="text-xs text-muted">
          Success of the whole project in the 7 days before, and in the first 7 complete days from then on,
          with the 95% interval of the difference. Grey: may be chance. Other things may have changed on the
          same days: only an experiment tells causes.
        </p>
      </header>
      <div className={cn("px-4 py-3", isPlaceholderData && "opacity-50")}>
        {isPending ? (
          <Skeleton className="h-24 w-full" />
        ) : error && !data ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : data?.data.length === 0 ? (
          <p className="text-13 text-muted">No version was first seen in this range.</p>
        ) : (
          <ul className="grid text-13">
            {data?.data.map((row) => (
              <Version key={`${row.project} ${row.version}`} row={row} hrefOf={hrefOf} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Version({ row, hrefOf }: { row: VersionRow; hrefOf: HrefOf }) {
  const change = prepareVersionChange(row);
  return (
    <li className="grid items-start gap-x-4 border-b py-2 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <Link
          href={hrefOf(change.patch)}
          title={row.version}
          className="block truncate font-medium text-accent hover:underline"
        >
          {row.version}
        </Link>
        <p className="text-xs text-muted">
          {row.project} · first seen {row.first_seen_on} · {formatCompact(row.total)}{" "}
          {row.total === 1 ? "execution" : "executions"}
        </p>
      </div>
      <Difference change={change} />
    </li>
  );
}

function Difference({ change }: { change: VersionChange }) {
  const { before, after, difference, interval, isBetter } = change;
  if (difference === null) {
    return <p className="text-xs text-muted sm:text-right">{change.reason}</p>;
  }
  return (
    <div className="sm:text-right">
      <p
        className={cn(
          isBetter === null ? "text-muted" : isBetter ? "text-positive" : "text-negative",
          isBetter !== null && "font-medium",
        )}
      >
        {difference}
        {isBetter === null ? "" : isBetter ? " better" : " worse"}
      </p>
      <p className="text-xs text-muted">
        {before} → {after}
        {interval === null ? "" : ` · ${interval}`}
      </p>
    </div>
  );
}
