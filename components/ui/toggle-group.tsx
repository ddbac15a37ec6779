"use client";
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup as BaseToggleGroup } from "@base-ui/react/toggle-group";
import { cn } from "@/lib/format/cn";

/** One of a few, all of them visible. Pressing the pressed one changes nothing unless there is `onClear`. Icon-only options need `ariaLabel`. */
export function ToggleGroup<Value extends string>({
  label,
  value,
  onValueChange,
  onClear,
  options,
  className,
}: {
  label: string;
  /** null when none of the options is the case. */
  value: Value | null;
  onValueChange: (value: Value) => void;
  onClear?: () => void;
  options: readonly { value: Value; label: React.ReactNode; ariaLabel?: string }[];
  className?: string;
}) {
  return (
    <BaseToggleGroup
      aria-label={label}
      value={value === null ? [] : [value]}
      onValueChange={(next) => {
        const [first] = next;
        if (first !== undefined) onValueChange(first);
        else onClear?.();
      }}
      className={cn(
        "inline-flex h-8 items-center rounded-md border border-input bg-surface p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          aria-label={option.ariaLabel}
          className="flex h-full min-w-6 items-center justify-center gap-1.5 rounded-[4px] px-2 text-13 whitespace-nowrap text-muted hover:text-foreground data-pressed:bg-subtle data-pressed:font-medium data-pressed:text-foreground [&_svg]:size-4"
        >
          {option.label}
        </Toggle>
      ))}
    </BaseToggleGroup>
  );
}
