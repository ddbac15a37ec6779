"use client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/format/cn";

/** Which columns a download holds; always in the order of `columns`. */
export function DownloadColumns<Column extends string>({
  legend,
  hint,
  columns,
  labels,
  chosen,
  presets,
  onChange,
  error,
}: {
  legend: string;
  hint?: string;
  columns: readonly Column[];
  /** What the columns are called on the page; their own names when absent. */
  labels?: Readonly<Record<Column, string>>;
  chosen: readonly Column[];
  /** Choices at one press. */
  presets: readonly { label: string; has: (column: Column) => boolean }[];
  onChange: (chosen: readonly Column[]) => void;
  error?: string | null;
}) {
  const choose = (has: (column: Column) => boolean) => onChange(columns.filter(has));
  // As many names side by side as fit whole; a box and its gap stand before each.
  const labelOf = (column: Column) => labels?.[column] ?? column;
  const longest = Math.max(...columns.map((column) => labelOf(column).length));
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex items-center gap-1">
        <legend className="float-left mr-auto text-13 font-medium">{legend}</legend>
        {presets.map(({ label, has }) => (
          <Button key={label} variant="ghost" size="sm" onClick={() => choose(has)}>
            {label}
          </Button>
        ))}
      </div>
      {hint ? <p className="text-xs text-muted">{hint}</p> : null}
      <div
        className={cn("grid gap-x-3 gap-y-1.5 text-xs", !labels && "font-mono")}
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${longest}ch + 1.5rem), 1fr))` }}
      >
        {columns.map((column) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
          <label key={column} className="flex min-w-0 items-center gap-2">
            <Checkbox
              checked={chosen.includes(column)}
              onCheckedChange={(isChosen) =>
                choose((each) => (each === column ? isChosen : chosen.includes(each)))
              }
            />
            <span className="truncate" title={column}>
              {labelOf(column)}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p role="alert" className="text-xs text-negative">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
