"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Time } from "@/components/ui/time";
import { metricLabel } from "@/lib/tuning/versions/prepare-comparison";
import { keptComparisonsOptions } from "@/lib/tuning/versions/query-options";
import type { KeptComparison } from "@/lib/tuning/versions/schemas";
import type { CompareState } from "./use-compare-state";

const digits = (value: number | null) => (value === null ? "–" : String(Number(value.toFixed(3))));

/** Comparisons that someone kept, with the figures of that day. */
export function KeptComparisons({ compare }: { compare: CompareState }) {
  const { data, error, refetch } = useQuery(keptComparisonsOptions(compare.scope));
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data || data.data.length === 0) return null;
  return (
    <section aria-label="Kept comparisons" className="rounded-md border bg-surface">
      <h2 className="border-b px-4 py-3 text-sm font-semibold">Kept comparisons</h2>
      <ul className="divide-y text-13">
        {data.data.map((kept) => (
          <li
            key={`${kept.comparison_date} ${kept.project} ${kept.version_a} ${kept.version_b}`}
            className="px-4 py-2"
          >
            <details>
              <summary className="cursor-pointer">
                <span className="inline-flex flex-wrap items-center gap-2 align-middle">
                  <code className="font-mono text-xs break-all">{kept.version_a}</code>
                  <ArrowRight aria-label="and" className="size-3.5 text-muted" />
                  <code className="font-mono text-xs break-all">{kept.version_b}</code>
                  <span className="text-muted">
                    {kept.project} · <Time value={kept.comparison_date} />
                  </span>
                </span>
              </summary>
              <KeptFigures kept={kept} />
              <Button
                variant="outline"
                size="sm"
                className="mt-2"
                onClick={() =>
                  compare.setState({
                    a: kept.version_a,
                    b: kept.version_b,
                    project: [kept.project],
                    show: null,
                    figure: null,
                    category: null,
                  })
                }
              >
                Compare them as they are now
              </Button>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function KeptFigures({ kept }: { kept: KeptComparison }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section aria-label="Figures of that day" tabIndex={0} className="relative mt-2 overflow-x-auto">
      <table className="border-collapse">
        <thead>
          <tr className="text-xs text-muted">
            {["Figure", "A", "n of A", "B", "n of B", "B − A", "95% interval"].map((name) => (
              <th key={name} scope="col" className="px-2 py-1 text-right font-medium first:text-left">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kept.metrics.map((metric) => (
            <tr key={metric.metric_name} className="border-t">
              <th scope="row" className="px-2 py-1 text-left font-normal whitespace-nowrap">
                {metricLabel(metric.metric_name)}
              </th>
              <td className="px-2 py-1 text-right">{digits(metric.version_a_score)}</td>
              <td className="px-2 py-1 text-right text-muted">{metric.version_a_n ?? "–"}</td>
              <td className="px-2 py-1 text-right">{digits(metric.version_b_score)}</td>
              <td className="px-2 py-1 text-right text-muted">{metric.version_b_n ?? "–"}</td>
              <td className="px-2 py-1 text-right">{digits(metric.difference)}</td>
              <td className="px-2 py-1 text-right whitespace-nowrap text-muted">
                {metric.ci_low === null ? "–" : `${digits(metric.ci_low)} to ${digits(metric.ci_high)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
