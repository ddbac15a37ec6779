"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { Definition } from "@/components/ui/definition";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import { groupNames, type MetricsParameters } from "@/lib/learning/executions/prepare-address";
import { type Metric, metrics, prepareMetric } from "@/lib/learning/executions/prepare-metrics";
import { groupFilter, groupLabel, tabulateBreakdown } from "@/lib/learning/executions/prepare-series";
import { outcomeBreakdownOptions } from "@/lib/learning/executions/query-options";
import type { OutcomeFigures } from "@/lib/learning/executions/schemas";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import type { MetricsState } from "./use-metrics-state";

/** Every metric of every model, strategy or version side by side, each with what it rests on. */
export function BreakdownTable({
  state: { view, hrefOf },
  parameters,
}: {
  state: MetricsState;
  parameters: MetricsParameters;
}) {
  const group = view.group_by;
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(outcomeBreakdownOptions(parameters.breakdown)),
  );
  const rows = data?.data;
  const { one, several } = groupNames[group];
  return (
    <ChartCard
      id="breakdown"
      title={`${several.charAt(0).toUpperCase()}${several.slice(1)} side by side`}
      note={`With 95% intervals and the number of observations n; grey below ${SMALL_SAMPLE}. Days are UTC.`}
      table={rows && rows.length > 0 ? tabulateBreakdown(rows, group, hrefOf) : undefined}
      height={240}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No executions in this range."
    >
      {/* A scrolling region must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason above */}
      <section aria-label="Metrics side by side" tabIndex={0} className="relative -mx-4 overflow-x-auto px-4">
        <table className="w-full border-collapse text-13">
          <thead>
            <tr className="text-xs text-muted">
              <th scope="col" className="sticky left-0 border-b bg-surface py-1.5 pr-3 text-left font-medium">
                {one}
              </th>
              <th scope="col" className="border-b px-2 py-1.5 text-right font-medium">
                Executions
              </th>
              {metrics.map((metric) => (
                <th
                  key={metric.key}
                  scope="col"
                  className="border-b px-2 py-1.5 text-right font-medium last:pr-0"
                >
                  <span className="inline-flex items-center">
                    {metric.label}
                    <Definition of={metric.label} className="-mr-1.5">
                      {metric.definition}
                    </Definition>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows?.map((row) => (
              <tr key={groupLabel(group, row[group])} className="hover:bg-subtle">
                <th
                  scope="row"
                  className="sticky left-0 max-w-56 border-b bg-surface py-2 pr-3 text-left align-top font-medium"
                >
                  <Link
                    href={hrefOf(groupFilter(group, row[group]))}
                    title={groupLabel(group, row[group])}
                    className="block truncate text-accent hover:underline"
                  >
                    {groupLabel(group, row[group])}
                  </Link>
                </th>
                <td className="border-b px-2 py-2 text-right align-top">{formatCompact(row.total)}</td>
                {metrics.map((metric) => (
                  <td
                    key={metric.key}
                    className="border-b px-2 py-2 text-right align-top whitespace-nowrap last:pr-0"
                  >
                    <Cell metric={metric} row={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </ChartCard>
  );
}

function Cell({ metric, row }: { metric: Metric; row: OutcomeFigures }) {
  const { text, interval, n, isSmall, value } = prepareMetric(metric, row);
  return (
    <span className={cn("block", (isSmall || value === null) && "text-muted")}>
      {text}
      {value === null ? null : (
        <span className="block text-xs text-muted">
          {interval === null ? "" : `${interval} · `}n {formatCompact(n)}
          {isSmall ? <span className="sr-only">, small sample</span> : null}
        </span>
      )}
    </span>
  );
}
