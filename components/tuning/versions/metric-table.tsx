"use client";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import {
  formatDifference,
  formatValue,
  isBetter,
  methodLabels,
  methodNames,
  type ShownTurns,
} from "@/lib/tuning/versions/prepare-comparison";
import type { ComparedMetric } from "@/lib/tuning/versions/schemas";

export type MetricRow = ComparedMetric & ShownTurns & { label: string };

/** Figures of A and B side by side with their difference, its interval, n and method. A figure leads to its turns. */
export function MetricTable({
  caption,
  rows,
  onOpen,
}: {
  caption: string;
  rows: readonly MetricRow[];
  onOpen: (side: "a" | "b", shown: ShownTurns) => void;
}) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-md border bg-surface"
    >
      <table className="w-full border-collapse text-13">
        <caption className="border-b px-4 py-3 text-left text-sm font-semibold">{caption}</caption>
        <thead>
          <tr className="border-b text-xs text-muted">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              Figure
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              A
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              B
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              B − A
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              95% interval
            </th>
            <th scope="col" className="px-4 py-2 text-left font-medium">
              Method
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.metric_name} className="border-b last:border-0 hover:bg-subtle">
              <th scope="row" className="px-4 py-1.5 text-left font-normal whitespace-nowrap">
                {row.label}
              </th>
              {(["a", "b"] as const).map((side) => (
                <td key={side} className="p-0 text-right">
                  <Side row={row} side={side} onOpen={() => onOpen(side, row)} />
                </td>
              ))}
              <td className={cn("px-3 py-1.5 text-right whitespace-nowrap", toneOf(row))}>
                {formatDifference(row.difference, row.unit)}
                <span className="sr-only">{wordOf(row)}</span>
              </td>
              <td className="px-3 py-1.5 text-right whitespace-nowrap text-muted">
                {row.ci_low === null || row.ci_high === null
                  ? "–"
                  : `${formatDifference(row.ci_low, row.unit)} to ${formatDifference(row.ci_high, row.unit)}`}
              </td>
              <td className="px-4 py-1.5">
                {row.method === null ? (
                  <span className="text-muted">–</span>
                ) : (
                  <Tooltip content={methodNames[row.method]}>
                    <button
                      type="button"
                      className="rounded-md text-xs text-muted underline decoration-dotted underline-offset-2"
                    >
                      {methodLabels[row.method]}
                    </button>
                  </Tooltip>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Side({ row, side, onOpen }: { row: MetricRow; side: "a" | "b"; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="block w-full px-3 py-1.5 text-right whitespace-nowrap -outline-offset-2 hover:underline"
    >
      <span className="sr-only">
        {row.label} of {side.toUpperCase()}:{" "}
      </span>
      {formatValue(row[side], row.unit)}
      <span className="block text-xs text-muted">n {formatCount(row[`${side}_n`])}</span>
      <span className="sr-only">, show the turns</span>
    </button>
  );
}

function toneOf(row: MetricRow): string {
  const better = isBetter(row);
  return better === null ? "text-muted" : better ? "font-medium text-positive" : "font-medium text-negative";
}

function wordOf(row: MetricRow): string {
  const better = isBetter(row);
  return better === null ? ", may be chance" : better ? ", better" : ", worse";
}
