"use client";
import { Definition } from "@/components/ui/definition";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { NO_VALUE } from "@/lib/format/number";
import { prepareTrends, type Trend } from "@/lib/interactions/agents/prepare-trends";
import type { FilterParameters } from "@/lib/query/url-state";
import { useLive } from "./use-live";

/** What has changed since the day and the week before; what may be chance is grey and said to be. */
export function TrendList({ params }: { params: FilterParameters }) {
  const { query } = useLive(params);
  return (
    <section
      aria-label="Trends"
      aria-busy={query.isPending}
      className="flex flex-col rounded-md border bg-surface"
    >
      <header className="px-4 pt-3">
        <h2 className="text-sm font-semibold">Trends</h2>
        <p className="text-xs text-muted">
          Complete UTC days, with the 95% interval of the difference. Grey: not significant.
        </p>
      </header>
      <div className="flex-1 px-4 py-3">
        {query.data ? (
          <ul className="grid text-13">
            {prepareTrends(query.data.trends).map((trend) => (
              <TrendRow key={trend.key} trend={trend} />
            ))}
          </ul>
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <div role="status" aria-label="Loading trends">
            <Skeleton className="h-64 w-full" />
          </div>
        )}
      </div>
    </section>
  );
}

const verdicts = { true: "better", false: "worse", null: "not significant" } as const;

function TrendRow({ trend }: { trend: Trend }) {
  const { label, period, definition, current, previous, difference, interval, n, isBetter } = trend;
  const verdict = interval === null ? null : verdicts[`${isBetter}`];
  return (
    <li className="grid items-start gap-x-4 border-b py-1.5 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="flex h-5 items-center">
          {label}
          <Definition of={`${label}, ${period.toLowerCase()}`}>{definition}</Definition>
        </p>
        <p className="text-xs text-muted">
          {period}
          {n === null ? "" : ` · ${n}`}
        </p>
      </div>
      {difference === null ? (
        <p className="text-xs text-muted sm:text-right">
          {NO_VALUE}
          <span className="sm:block"> too little to compare</span>
        </p>
      ) : (
        <div className="sm:text-right">
          <p
            className={cn(
              "h-5",
              isBetter === null ? "text-muted" : isBetter ? "text-positive" : "text-negative",
              isBetter !== null && "font-medium",
            )}
          >
            {difference}
            {verdict === null ? null : <span className="text-xs font-normal"> {verdict}</span>}
          </p>
          <p className="text-xs text-muted">
            {interval === null ? "no interval" : `${previous} → ${current} · ${interval}`}
          </p>
        </div>
      )}
    </li>
  );
}
