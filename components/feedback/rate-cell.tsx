import Link from "next/link";
import type { PivotCell } from "@/lib/feedback/prepare-pivot";
import { cn } from "@/lib/format/cn";
import { formatCount, formatInterval, formatPercent } from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";

/** A rate with its interval and sample, leading to the votes behind it. Small samples are grey. */
export function RateCell({ cell, href, name }: { cell: PivotCell | undefined; href: string; name: string }) {
  if (!cell) return <span className="block px-3 py-2 text-right text-muted">–</span>;
  const isSmall = cell.total < SMALL_SAMPLE;
  return (
    <Link
      href={href}
      title={isSmall ? `Fewer than ${SMALL_SAMPLE} votes: this says little` : "Show these votes"}
      className={cn("block px-3 py-2 text-right -outline-offset-2 hover:bg-subtle", isSmall && "text-muted")}
    >
      <span className="sr-only">{name}: </span>
      <span className={cn("block", !isSmall && "font-medium")}>{formatPercent(cell.accuracy)}</span>
      <Interval cell={cell} isSmall={isSmall} />
      <span className="block text-xs text-muted">
        {formatInterval(cell.low, cell.high, 0)} ·{" "}
        <span className="whitespace-nowrap">n {formatCount(cell.total)}</span>
        {isSmall ? <span className="sr-only">, small sample</span> : null}
      </span>
    </Link>
  );
}

/** The interval on the way from 0 to 100%, with the rate as a dot. */
function Interval({ cell, isSmall }: { cell: PivotCell; isSmall: boolean }) {
  const x = (fraction: number) => 2 + fraction * 96;
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="my-0.5 ml-auto h-1.5 w-24"
    >
      <line x1="2" x2="98" y1="3" y2="3" className="stroke-border" strokeWidth="1" />
      <line
        x1={x(cell.low)}
        x2={x(cell.high)}
        y1="3"
        y2="3"
        className={isSmall ? "stroke-input" : "stroke-chart-1"}
        strokeWidth="2"
      />
      <circle cx={x(cell.accuracy)} cy="3" r="2.5" className={isSmall ? "fill-muted" : "fill-chart-1"} />
    </svg>
  );
}
