"use client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatCount } from "@/lib/format/number";

/** Which rows a download takes: those selected by hand, or all that match the filters. */
export type DownloadScope = "selected" | "matching";

/** What a download is to hold, in the order of its parts; below them what will come, and the button. */
export function DownloadForm({
  status,
  isReady,
  onSubmit,
  children,
}: {
  /** How much it will be; null when that is not known. */
  status: string | null;
  isReady: boolean;
  onSubmit: () => void;
  children: React.ReactNode;
}) {
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
        <p className="text-13 text-muted" role="status">
          {status}
        </p>
        <Button type="submit" variant="primary" disabled={!isReady}>
          Download
        </Button>
      </div>
    </form>
  );
}

/** One of a few under its name, and what goes with it. */
export function DownloadChoice<Value extends string>({
  label,
  value,
  onChange,
  options,
  children,
}: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  children?: React.ReactNode;
}) {
  return (
    <div className="grid gap-1.5">
      <span className="text-13 font-medium">{label}</span>
      <ToggleGroup
        label={label}
        value={value}
        onValueChange={onChange}
        options={options}
        className="justify-self-start"
      />
      {children}
    </div>
  );
}

/** The choice between selected and matching rows; without selected ones there is only "all matching". */
export function DownloadScopeChoice({
  label,
  value,
  onChange,
  selected,
  matching,
}: {
  label: string;
  value: DownloadScope;
  onChange: (scope: DownloadScope) => void;
  selected: number;
  /** null while they are counted. */
  matching: number | null;
}) {
  return (
    <DownloadChoice
      label={label}
      value={value}
      onChange={onChange}
      options={[
        ...(selected > 0
          ? [{ value: "selected" as const, label: `Selected (${formatCount(selected)})` }]
          : []),
        {
          value: "matching" as const,
          label: `All matching (${matching === null ? "…" : formatCount(matching)})`,
        },
      ]}
    />
  );
}

/** Whether a CSV starts with a byte order mark. */
export function ByteOrderMark({
  checked,
  onChange,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Checkbox is the control
    <label className="mt-1 flex items-center gap-2 text-13">
      <Checkbox checked={checked} onCheckedChange={onChange} />
      Byte order mark, so that Excel reads accents
    </label>
  );
}
