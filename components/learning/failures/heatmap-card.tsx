"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ChartCard } from "@/components/charts/chart-card";
import { Definition } from "@/components/ui/definition";
import { keepingPrevious } from "@/components/ui/keeping-previous";
import { cn } from "@/lib/format/cn";
import { formatCount, formatInterval, formatPercent, NO_VALUE } from "@/lib/format/number";
import {
  type HeatCell,
  type HeatGrid,
  prepareHeatmap,
  tabulateHeatmap,
} from "@/lib/learning/failures/prepare-heatmap";
import { failureHeatmapOptions } from "@/lib/learning/failures/query-options";
import { definitions, nameVersion } from "@/lib/learning/failures/vocabulary";
import type { FailuresState } from "./use-failures-state";

/** The strongest cell is this much of the colour of failures, so that its text stays readable. */
const STRONGEST = 40;
/** Positioned, so that text for screen readers scrolls with the rest instead of widening the page. */
const mapClass = "relative -mx-4 max-h-160 overflow-auto px-4";

/** Which pattern fails in which version: each cell leads to the executions behind it. */
export function HeatmapCard({ state: { params, hrefOf } }: { state: FailuresState }) {
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(
    keepingPrevious(failureHeatmapOptions(params.heatmap)),
  );
  const grid = data ? prepareHeatmap(data) : null;
  return (
    <ChartCard
      id="failures-by-version"
      title="Failures by version"
      note="Each pattern in each version: failures, and their share of its executions in the pattern’s project. Versions in the order in which they were first seen. UTC days."
      table={data && grid ? tabulateHeatmap(data, hrefOf) : undefined}
      height={320}
      isPending={isPending}
      isStale={isPlaceholderData}
      error={error}
      onRetry={refetch}
      emptyText="No failure in this range under these filters."
      footer={grid?.left}
    >
      {grid ? <Grid grid={grid} hrefOf={hrefOf} /> : null}
    </ChartCard>
  );
}

function Grid({ grid, hrefOf }: { grid: HeatGrid; hrefOf: FailuresState["hrefOf"] }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
    <section aria-label="Failures by version, map" tabIndex={0} className={mapClass}>
      <table className="w-full border-separate border-spacing-0.5 text-13">
        <thead className="sticky top-0 z-1 bg-surface">
          <tr>
            <th scope="col" className="pr-3 text-left text-xs font-medium text-muted">
              Pattern
              <Definition of="cell">{definitions.cell}</Definition>
            </th>
            {grid.versions.map(({ version, first_seen_on, total }) => (
              <th
                key={version ?? ""}
                scope="col"
                title={`First seen on ${first_seen_on}`}
                className="min-w-20 px-2 pb-1 text-right align-bottom text-xs font-medium"
              >
                <span
                  className={cn("ml-auto block max-w-32 truncate", version === null && "text-muted italic")}
                >
                  {nameVersion(version)}
                </span>
                <span className="block font-normal whitespace-nowrap text-muted">n {formatCount(total)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" className="max-w-96 min-w-44 pr-3 text-left font-normal">
                <Link
                  href={hrefOf(row.id)}
                  title={row.pattern}
                  className="line-clamp-2 font-mono text-xs leading-5 [overflow-wrap:anywhere] hover:underline"
                >
                  {row.pattern}
                </Link>
                {grid.hasProjects ? <span className="block text-xs text-muted">{row.project}</span> : null}
              </th>
              {row.cells.map((cell) => (
                <td key={cell.version ?? ""} className="p-0">
                  <Cell cell={cell} href={hrefOf(row.id, cell.version)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell, href }: { cell: HeatCell; href: string }) {
  const { version, count, total, share, low, high, isSmall, heat } = cell;
  const box = "block rounded-md px-2 py-1 text-right whitespace-nowrap";
  const noun = total === 1 ? "execution" : "executions";
  const inWords = `${formatCount(count)} of ${formatCount(total)} ${noun} of ${nameVersion(version)}: ${formatPercent(share)} (95% ${formatInterval(low, high)})${isSmall ? ", a small sample" : ""}`;
  if (total === 0)
    return (
      <span
        title={`No executions of ${nameVersion(version)} in this project`}
        className={cn(box, "text-muted")}
      >
        {NO_VALUE}
      </span>
    );
  if (count === 0)
    return (
      <span title={inWords} className={cn(box, "text-muted")}>
        0<span className="block text-xs">≤ {formatPercent(high)}</span>
      </span>
    );
  return (
    <Link
      href={href}
      title={inWords}
      className={cn(
        box,
        "-outline-offset-2 hover:ring-1 hover:ring-input",
        isSmall && "bg-subtle text-muted",
      )}
      style={
        isSmall
          ? undefined
          : {
              backgroundColor: `color-mix(in oklab, var(--negative) ${Math.round(8 + heat * (STRONGEST - 8))}%, var(--surface))`,
            }
      }
    >
      <span className={cn(!isSmall && "font-medium")}>{formatCount(count)}</span>
      <span className="sr-only">
        {" "}
        of {formatCount(total)} {noun} of {nameVersion(version)}:{" "}
      </span>
      <span className="block text-xs">{formatPercent(share)}</span>
      <span className="sr-only">
        {" "}
        (95% {formatInterval(low, high)}){isSmall ? ", a small sample" : ""}
      </span>
    </Link>
  );
}
