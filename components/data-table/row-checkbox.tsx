"use client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { formatCount } from "@/lib/format/number";
import type { Selection } from "./use-selection";

/** Takes a row of a plain list in or out of the selection; with Shift, every row from the last one touched to this one. */
export function RowCheckbox({
  selection,
  rowKey,
  index,
  label,
}: {
  selection: Selection;
  rowKey: string;
  index: number;
  /** What a screen reader calls the row. */
  label: string;
}) {
  return (
    <Checkbox
      aria-label={`Select ${label}`}
      checked={selection.keys.has(rowKey)}
      onCheckedChange={(_, { event }) =>
        selection.toggle(index, event instanceof MouseEvent && event.shiftKey)
      }
    />
  );
}

/** Takes every loaded row in or out of the selection. */
export function AllRowsCheckbox({ selection }: { selection: Selection }) {
  return (
    <Checkbox
      aria-label="Select all loaded rows"
      checked={selection.state === "all"}
      indeterminate={selection.state === "some"}
      onCheckedChange={selection.toggleAll}
    />
  );
}

/** How many rows are selected, and the way back; nothing when none are. */
export function SelectionStatus({ selection }: { selection: Selection }) {
  if (selection.keys.size === 0) return null;
  return (
    <>
      <span className="text-xs font-medium">{formatCount(selection.keys.size)} selected</span>
      <Button variant="ghost" size="sm" onClick={selection.clear}>
        Clear selection
      </Button>
    </>
  );
}
