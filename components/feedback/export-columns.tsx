"use client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { type Feedback, feedbackColumns } from "@/lib/feedback/schemas";

/** Which columns a download holds; always in the order of the API. */
export function ExportColumns({
  columns,
  shownColumns,
  onChange,
}: {
  columns: readonly (keyof Feedback)[];
  /** Columns of the table on screen; those that are no column of the API do not count. */
  shownColumns: readonly string[];
  onChange: (columns: readonly (keyof Feedback)[]) => void;
}) {
  const inOrder = (isIn: (column: keyof Feedback) => boolean) => onChange(feedbackColumns.filter(isIn));
  return (
    <fieldset className="grid gap-2">
      <div className="flex items-center gap-1">
        <legend className="float-left mr-auto text-13 font-medium">Columns</legend>
        <Button variant="ghost" size="sm" onClick={() => inOrder(() => true)}>
          All
        </Button>
        <Button variant="ghost" size="sm" onClick={() => inOrder((column) => shownColumns.includes(column))}>
          As on screen
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-3">
        {feedbackColumns.map((column) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
          <label key={column} className="flex min-w-0 items-center gap-2 text-13">
            <Checkbox
              checked={columns.includes(column)}
              onCheckedChange={(isChosen) =>
                inOrder((each) => (each === column ? isChosen : columns.includes(each)))
              }
            />
            <code className="truncate font-mono text-xs">{column}</code>
          </label>
        ))}
      </div>
      {columns.length === 0 ? (
        <p role="alert" className="text-xs text-negative">
          Choose at least one column.
        </p>
      ) : null}
    </fieldset>
  );
}
