"use client";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";

/** What the table holds: selected, loaded and matching votes. */
export function ListStatus({
  loaded,
  total,
  selected,
  onClear,
}: {
  loaded: number;
  total: number | null;
  selected: number;
  onClear: () => void;
}) {
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-t px-3 text-xs text-muted">
      {selected > 0 ? (
        <>
          <span className="font-medium text-foreground">{formatCount(selected)} selected</span>
          <Button variant="ghost" size="sm" onClick={onClear}>
            Clear selection
          </Button>
        </>
      ) : null}
      <span className="ml-auto">
        {total === null
          ? null
          : `${formatCount(total)} ${total === 1 ? "vote" : "votes"}${loaded < total ? ` · ${formatCount(loaded)} loaded` : ""}`}
      </span>
    </div>
  );
}
