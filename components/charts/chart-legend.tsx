"use client";
import { useState } from "react";
import { cn } from "@/lib/format/cn";

export type LegendItem = { key: string; label: string; color: string; shape?: "dot" | "dash" };

/** Which series of a chart are hidden. Every one can be, except the last that is left. */
export function useHiddenSeries(items: readonly LegendItem[]) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return items.every((item) => next.has(item.key)) ? before : next;
    });
  return { hidden, toggle };
}

/** The series of a chart, each a button that hides and shows it. */
export function ChartLegend({
  items,
  hidden,
  onToggle,
}: {
  items: readonly LegendItem[];
  hidden: ReadonlySet<string>;
  onToggle: (key: string) => void;
}) {
  return (
    <ul className="flex flex-wrap gap-x-1 gap-y-0.5" aria-label="Series">
      {items.map((item) => {
        const isHidden = hidden.has(item.key);
        return (
          <li key={item.key} className="min-w-0">
            <button
              type="button"
              aria-pressed={!isHidden}
              onClick={() => onToggle(item.key)}
              className={cn(
                "flex h-6 max-w-48 items-center gap-1.5 rounded-md px-1.5 text-xs text-muted hover:bg-subtle hover:text-foreground",
                isHidden && "line-through",
              )}
            >
              <span
                aria-hidden
                className={cn(
                  "shrink-0",
                  item.shape === "dash" ? "h-0 w-4 border-t-2 border-dashed" : "size-2 rounded-full",
                )}
                style={
                  item.shape === "dash"
                    ? { borderColor: item.color }
                    : { background: isHidden ? "var(--border)" : item.color }
                }
              />
              <span className="truncate">{item.label}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
