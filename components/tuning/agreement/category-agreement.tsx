"use client";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/format/cn";
import { formatCount, formatPercent, NO_VALUE } from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { type Side, toGrid } from "@/lib/tuning/reviews/prepare-agreement";
import type { AgreementCategory } from "@/lib/tuning/reviews/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

const sides = ["noted", "not noted"] as const;

/** One category: Cohen's kappa, the share of turns on which both say the same, and the grid behind them. */
export function CategoryAgreement({
  row,
  chosenSide,
  onChoose,
}: {
  row: AgreementCategory;
  /** The cell that the list below shows; null when it is another category's or none. */
  chosenSide: Side | "both" | null;
  onChoose: (side: Side) => void;
}) {
  const name = categoryNames[row.category];
  const isSmall = row.n < SMALL_SAMPLE;
  return (
    <li className={cn("grid content-start gap-3 bg-surface p-4", chosenSide !== null && "bg-accent-subtle")}>
      <div className="flex items-baseline gap-2">
        <h2 className="mr-auto font-medium">{name}</h2>
        <Tooltip content="Cohen’s kappa: agreement beyond what two people would reach by chance. 1 = always alike, 0 = as by chance. None where chance alone would always agree.">
          <button
            type="button"
            className={cn("rounded-md text-base font-semibold", isSmall && "font-medium text-muted")}
          >
            κ {row.kappa === null ? NO_VALUE : row.kappa.toFixed(2)}
          </button>
        </Tooltip>
      </div>
      <p className="text-xs text-muted">
        {formatPercent(row.observed, 0)} alike · n {formatCount(row.n)}
        {isSmall ? " · few turns" : ""}
      </p>
      <table className="w-full border-separate border-spacing-1 text-13">
        <caption className="sr-only">{name}: turns by who noted it</caption>
        <thead>
          <tr className="text-xs text-muted">
            <td />
            {sides.map((side) => (
              <th key={side} scope="col" className="font-normal">
                2nd {side}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {toGrid(row).map((cells, index) => (
            <tr key={sides[index]}>
              <th scope="row" className="pr-1 text-left text-xs font-normal whitespace-nowrap text-muted">
                1st {sides[index]}
              </th>
              {cells.map(({ value, side }, column) => (
                <td key={sides[column]} className="w-1/3 p-0 text-center">
                  {side === null ? (
                    <span className="flex h-9 items-center justify-center rounded-md bg-subtle">
                      {formatCount(value)}
                    </span>
                  ) : (
                    <button
                      type="button"
                      disabled={value === 0}
                      aria-pressed={chosenSide === side}
                      aria-label={`${name}: ${formatCount(value)} turns that only the ${side} reviewer noted`}
                      onClick={() => onChoose(side)}
                      className={cn(
                        "flex h-9 w-full items-center justify-center rounded-md border bg-surface",
                        value > 0
                          ? "border-input font-medium hover:border-accent hover:bg-accent-subtle"
                          : "cursor-default text-muted",
                        chosenSide === side && "border-accent",
                      )}
                    >
                      {formatCount(value)}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </li>
  );
}
