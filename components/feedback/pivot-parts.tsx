"use client";
import { ArrowDown, ArrowUp, ChevronRight, ChevronsUpDown } from "lucide-react";
import type { Pivot, PivotCell, PivotValue } from "@/lib/feedback/prepare-pivot";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { type PivotOrder, type PivotTableRow, valueLabel } from "./pivot-features";
import { RateCell } from "./rate-cell";

/** A column header that sorts by its column. */
export function SortHeader({
  id,
  text,
  isNumeric,
  order,
  onSort,
}: {
  id: string;
  text: string;
  isNumeric: boolean;
  order: PivotOrder | undefined;
  onSort: (id: string) => void;
}) {
  const isSorted = order?.id === id;
  const Arrow = !isSorted ? ChevronsUpDown : order.desc ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.desc ? "descending" : "ascending") : undefined}
      className={cn(
        "bg-background p-0 font-medium",
        !isNumeric && "sticky left-0 z-[2]",
        // The sample stands in every cell already.
        id === "votes" && "max-sm:hidden",
      )}
    >
      <button
        type="button"
        onClick={() => onSort(id)}
        className={cn(
          "flex h-10 w-full items-center gap-1 px-3 -outline-offset-2 hover:text-foreground",
          isNumeric ? "justify-end" : "justify-start",
          isSorted && "text-foreground",
        )}
      >
        <span className="max-w-40 truncate" title={text}>
          {text}
        </span>
        <Arrow aria-hidden className={cn("size-3 shrink-0", !isSorted && "opacity-50")} />
      </button>
    </th>
  );
}

/** The name of a row; it opens and closes what stands under it. */
export function RowName({ row, name, isInset }: { row: PivotTableRow; name: string; isInset: boolean }) {
  if (!row.getCanExpand()) {
    return (
      <span
        dir="auto"
        className={cn("block truncate", isInset && "pl-5", row.depth > 0 && "text-muted")}
        title={name}
      >
        {name}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-expanded={row.getIsExpanded()}
      onClick={row.getToggleExpandedHandler()}
      className="flex max-w-full items-center gap-1 rounded-md font-medium"
    >
      <ChevronRight
        aria-hidden
        className={cn("size-4 shrink-0 text-muted transition-transform", row.getIsExpanded() && "rotate-90")}
      />
      <span dir="auto" className="truncate" title={name}>
        {name}
      </span>
    </button>
  );
}

/** Everything together. */
export function PivotFoot({
  pivot,
  all,
  hrefOf,
}: {
  pivot: Pivot;
  all: PivotCell;
  hrefOf: (row: null, column: PivotValue | undefined) => string;
}) {
  return (
    <tfoot>
      <tr className="border-t">
        <th scope="row" className="sticky left-0 bg-surface px-3 py-2 text-left font-medium">
          All
        </th>
        <td className="px-3 py-2 text-right align-top text-muted max-sm:hidden">{formatCount(all.total)}</td>
        <td className="p-0 align-top">
          <RateCell cell={all} name="All" href={hrefOf(null, undefined)} />
        </td>
        {pivot.columns.map((column) => (
          <td key={column.key} className="p-0 align-top">
            <RateCell
              cell={column.all}
              name={`All, ${valueLabel(column.value)}`}
              href={hrefOf(null, column.value)}
            />
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
