"use client";
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup as BaseToggleGroup } from "@base-ui/react/toggle-group";
import { cn } from "@/lib/format/cn";

/**
 * One of a few, all of them visible. Pressing the pressed one changes nothing unless there is `onClear`. Icon-only options need `ariaLabel`. Arrows
 * and digits are its own while it has the focus, never shortcuts of the page.
 */
export function ToggleGroup<Value extends string>({
  label,
  value,
  onValueChange,
  onClear,
  options,
  hasDigitKeys = false,
  className,
}: {
  label: string;
  /** null when none of the options is the case. */
  value: Value | null;
  onValueChange: (value: Value) => void;
  onClear?: () => void;
  options: readonly { value: Value; label: React.ReactNode; ariaLabel?: string }[];
  /** A digit chooses the option of that value. For scales such as 1 to 5. */
  hasDigitKeys?: boolean;
  className?: string;
}) {
  const handleKey = (event: React.KeyboardEvent<HTMLElement>) => {
    if (!hasDigitKeys || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = options.findIndex((option) => option.value === event.key);
    const option = options[index];
    if (!option) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll("button")[index]?.focus();
    onValueChange(option.value);
  };
  return (
    <BaseToggleGroup
      aria-label={label}
      data-own-keys="arrows digits"
      onKeyDown={handleKey}
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
