"use client";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";

/** What the table holds: chosen, loaded and matching votes. */
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
          <span className="font-medium text-foreground">{formatCount(selected)} chosen</span>
          <Button variant="ghost" size="sm" onClick={onClear}>
            Choose none
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
