import { cn } from "@/lib/format/cn";

/** A difference with its interval, both in any one unit. */
export type DifferenceRow = {
  key: string;
  label: string;
  difference: number;
  low: number | null;
  high: number | null;
  /** The difference and its interval as people read them. */
  text: string;
  intervalText: string;
  /** Whether it is clearly for the better or the worse; null when it may be chance. */
  isBetter: boolean | null;
};

/**
 * Draws differences one below the other on one scale with 0 in its middle: a line for the difference, a band for its
 * interval. Each row opens what is behind it.
 */
export function DifferenceList<Row extends DifferenceRow>({
  label,
  rows,
  onOpen,
}: {
  label: string;
  rows: readonly Row[];
  onOpen: (row: Row) => void;
}) {
  const reach = Math.max(
    ...rows.flatMap(({ difference, low, high }) => [difference, low ?? 0, high ?? 0]).map(Math.abs),
    Number.EPSILON,
  );
  const place = (value: number) => 50 + (value / reach) * 48;
  return (
    <ul aria-label={label} className="-mx-2 grid text-13">
      {rows.map((row) => (
        <li key={row.key}>
          <button
            type="button"
            onClick={() => onOpen(row)}
            title={`${row.label}: ${row.text}, 95% interval ${row.intervalText}`}
            className="block h-11 w-full rounded-md px-2 py-1 text-left hover:bg-subtle"
          >
            <span className="flex items-baseline gap-2">
              <span className={cn("mr-auto truncate", row.isBetter === null && "text-muted")}>
                {row.label}
              </span>
              <span className={cn("font-medium", row.isBetter === null && "font-normal text-muted")}>
                {row.text}
              </span>
              <span className="sr-only">
                , 95% interval {row.intervalText}
                {row.isBetter === null ? ", may be chance" : row.isBetter ? ", better" : ", worse"}
              </span>
            </span>
            <span aria-hidden className="relative block h-4">
              <span className="absolute inset-x-0 top-1/2 h-px bg-border" />
              <span className="absolute top-1/2 left-1/2 h-3 w-px -translate-y-1/2 bg-input" />
              {row.low === null || row.high === null ? null : (
                <span
                  className={cn(
                    "absolute top-1/2 h-2 -translate-y-1/2 rounded-full",
                    bandClass(row.isBetter),
                  )}
                  style={{ left: `${place(row.low)}%`, right: `${100 - place(row.high)}%` }}
                />
              )}
              <span
                className={cn(
                  "absolute top-1/2 h-3 w-0.5 -translate-x-1/2 -translate-y-1/2",
                  lineClass(row.isBetter),
                )}
                style={{ left: `${place(row.difference)}%` }}
              />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const bandClass = (isBetter: boolean | null) =>
  isBetter === null ? "bg-input" : cn("opacity-35", isBetter ? "bg-positive" : "bg-negative");
const lineClass = (isBetter: boolean | null) =>
  isBetter === null ? "bg-muted" : isBetter ? "bg-positive" : "bg-negative";
