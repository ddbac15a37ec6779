import Link from "next/link";
import { cn } from "@/lib/format/cn";
import { formatCompact, formatInterval, formatPercent } from "@/lib/format/number";

/** A rate with its interval; fractions 0–1. */
export type IntervalRow = {
  key: string;
  label: string;
  accuracy: number;
  low: number;
  high: number;
  total: number;
  isSmall: boolean;
};

/** Draws rates one below the other: a dot on a scale from 0 to 100%, its interval as a band, n beside it. Each row leads to the votes behind it. */
export function IntervalList<Row extends IntervalRow>({
  label,
  rows,
  hrefOf,
}: {
  label: string;
  rows: readonly Row[];
  hrefOf: (row: Row) => string;
}) {
  return (
    <div>
      <ul aria-label={label} className="-mx-2 grid text-13">
        {rows.map((row) => (
          <li key={row.key}>
            <Link
              href={hrefOf(row)}
              title={`${row.label}: 95% interval ${formatInterval(row.low, row.high)}`}
              className={cn("block h-11 rounded-md px-2 py-1 hover:bg-subtle", row.isSmall && "text-muted")}
            >
              <span className="flex items-baseline gap-2">
                <span className="mr-auto truncate">{row.label}</span>
                <span className="font-medium">{formatPercent(row.accuracy)}</span>
                <span className="w-14 shrink-0 text-right text-xs text-muted">
                  n {formatCompact(row.total)}
                </span>
                <span className="sr-only">
                  , 95% interval {formatInterval(row.low, row.high)}
                  {row.isSmall ? ", small sample" : ""}
                </span>
              </span>
              <IntervalBar row={row} />
            </Link>
          </li>
        ))}
      </ul>
      <div aria-hidden className="mt-1 flex justify-between text-xs text-muted">
        <span>0%</span>
        <span>50%</span>
        <span>100%</span>
      </div>
    </div>
  );
}

/** A rate on the way from 0 to 100%, with its interval as a band. */
export function IntervalBar({ row }: { row: Pick<IntervalRow, "accuracy" | "low" | "high" | "isSmall"> }) {
  return (
    <span className="relative block h-4">
      <span className="absolute inset-x-0 top-1/2 h-px bg-border" />
      <span className="absolute top-1/2 left-1/2 h-2 w-px -translate-y-1/2 bg-border" />
      <span
        className={cn(
          "absolute top-1/2 h-2 -translate-y-1/2 rounded-full",
          row.isSmall ? "bg-input" : "bg-chart-1 opacity-35",
        )}
        style={{ left: `${row.low * 100}%`, right: `${(1 - row.high) * 100}%` }}
      />
      <span
        className={cn(
          "absolute top-1/2 h-3 w-0.5 -translate-x-1/2 -translate-y-1/2",
          row.isSmall ? "bg-muted" : "bg-chart-1",
        )}
        style={{ left: `${row.accuracy * 100}%` }}
      />
    </span>
  );
}
