"use client";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";

/** What the table holds: selected, loaded and matching rows; actions on the selected ones stand between. */
export function ListStatus({
  noun,
  loaded,
  total,
  selected,
  onClear,
  children,
}: {
  /** One and several rows: ["vote", "votes"]. */
  noun: readonly [one: string, several: string];
  loaded: number;
  /** null while nobody has counted them. */
  total: number | null;
  selected: number;
  onClear: () => void;
  /** What can be done with the selected rows. */
  children?: React.ReactNode;
}) {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-t px-3 py-1 text-xs text-muted">
      {selected > 0 ? (
        <>
          <span className="font-medium text-foreground">{formatCount(selected)} selected</span>
          <Button variant="ghost" size="sm" onClick={onClear}>
            Clear selection
          </Button>
          {children}
        </>
      ) : null}
      <span className="ml-auto">
        {total === null
          ? loaded > 0
            ? `${formatCount(loaded)} loaded`
            : null
          : `${formatCount(total)} ${noun[total === 1 ? 0 : 1]}${loaded < total ? ` · ${formatCount(loaded)} loaded` : ""}`}
      </span>
    </div>
  );
}
