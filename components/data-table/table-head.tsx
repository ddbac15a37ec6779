"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/format/cn";
import type { DataColumn } from "./columns";
import type { Selection } from "./use-selection";

/** Which column the rows are ordered by; pressing its header turns the order around. */
export type TableSort = { columnId: string; isDescending: boolean; onToggle: () => void };

/** The header row. In the compact layout it keeps the selection of all rows and the order. */
export function TableHead({
  columns,
  template,
  isCompact,
  selection,
  sort,
  height,
}: {
  columns: readonly Pick<DataColumn<never>, "id" | "header" | "isNumeric">[];
  template: string;
  isCompact: boolean;
  selection: Selection | null;
  /** null: the rows have one order that stays. */
  sort: TableSort | null;
  height: number;
}) {
  const shown = isCompact ? columns.filter((column) => column.id === sort?.columnId).slice(0, 1) : columns;
  // A row without cells is none.
  if (shown.length === 0 && !selection) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a grid made of generic elements
    <div role="rowgroup" className="sticky top-0 z-10">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its controls are focusable, the row is not */}
      <div
        role="row"
        aria-rowindex={1}
        className="grid items-center border-b bg-background text-xs font-medium text-muted"
        style={{ gridTemplateColumns: template, height }}
      >
        {selection ? (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div role="columnheader" className="flex items-center justify-center">
            <Checkbox
              aria-label="Select all loaded rows"
              checked={selection.state === "all"}
              indeterminate={selection.state === "some"}
              onCheckedChange={selection.toggleAll}
            />
          </div>
        ) : null}
        {shown.map((column) => {
          const isSorted = column.id === sort?.columnId;
          const Arrow = sort?.isDescending ? ArrowDown : ArrowUp;
          return (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div
              key={column.id}
              role="columnheader"
              aria-sort={isSorted ? (sort?.isDescending ? "descending" : "ascending") : undefined}
              className={cn("truncate px-2", column.isNumeric && "text-right")}
            >
              {isSorted ? (
                <button
                  type="button"
                  onClick={sort?.onToggle}
                  className="inline-flex items-center gap-1 rounded-md hover:text-foreground"
                >
                  {column.header}
                  <Arrow aria-hidden className="size-3" />
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
