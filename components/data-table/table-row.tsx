"use client";
import { Check } from "lucide-react";
import { memo } from "react";
import { cn } from "@/lib/format/cn";
import type { DataColumn } from "./columns";

type TableRowProps<Row> = {
  row: Row;
  index: number;
  /** Distance from the top of the rows, in CSS pixels. */
  start: number;
  height: number;
  columns: readonly DataColumn<Row>[];
  template: string;
  /** Draws the whole row in one cell; null in the wide layout. */
  renderCompact: ((row: Row) => React.ReactNode) | null;
  label: string;
  isActive: boolean;
  /** null when rows cannot be selected. */
  isSelected: boolean | null;
  isTabStop: boolean;
  onOpen: (index: number) => void;
  onToggle: ((index: number, isRange: boolean) => void) | undefined;
  onFocus: (index: number) => void;
};

function TableRowInner<Row>({
  row,
  index,
  start,
  height,
  columns,
  template,
  renderCompact,
  label,
  isActive,
  isSelected,
  isTabStop,
  onOpen,
  onToggle,
  onFocus,
}: TableRowProps<Row>) {
  const handleClick = (event: React.MouseEvent<HTMLElement>) => {
    // Links in cells go their own way; so does a text that is being marked.
    if (event.target instanceof Element && event.target.closest("a, button, input")) return;
    if (window.getSelection()?.isCollapsed === false) return;
    onOpen(index);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a grid made of generic elements
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it handles the keys of the focused row
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected ?? undefined}
      aria-current={isActive || undefined}
      data-index={index}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && onFocus(index)}
      onClick={handleClick}
      className={cn(
        "absolute inset-x-0 grid cursor-pointer items-center border-b text-13 -outline-offset-2 hover:bg-subtle",
        isSelected && "bg-accent-subtle hover:bg-accent-subtle",
        isActive && "bg-subtle shadow-[inset_2px_0_0_var(--accent)]",
      )}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${start}px)` }}
    >
      {isSelected === null ? null : (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus, Space selects it
        <div role="gridcell" className="flex h-full items-center justify-center">
          {/* The browser's own checkbox: dozens of them come and go with every scrolled frame. */}
          <span className="relative flex">
            <input
              type="checkbox"
              aria-label={`Select ${label}`}
              checked={isSelected}
              tabIndex={-1}
              className="peer size-4 appearance-none rounded-[4px] border border-input bg-surface checked:border-accent checked:bg-accent"
              onChange={(event) =>
                onToggle?.(index, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
              }
            />
            <Check
              aria-hidden
              className="pointer-events-none absolute inset-0.5 hidden size-3 text-accent-foreground peer-checked:block"
            />
          </span>
        </div>
      )}
      {renderCompact ? (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div role="gridcell" className="min-w-0 px-2">
          {renderCompact(row)}
        </div>
      ) : (
        columns.map((column) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            role="gridcell"
            className={cn("truncate px-2", column.isNumeric && "text-right")}
          >
            {column.cell(row)}
          </div>
        ))
      )}
    </div>
  );
}

/** One row. It draws again only when something of its own changed, so that scrolling costs the new rows alone. */
export const TableRow = memo(TableRowInner) as typeof TableRowInner;
