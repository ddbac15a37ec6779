"use client";
import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { fieldClass, itemClass, popupClass } from "./styles";

export type Option<Value extends string = string> = { value: Value; label: string };

/** One of a few choices. Named by the `Field` around it, else by `label`. */
export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  label,
  name,
  placeholder,
  disabled,
  className,
}: {
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: readonly Option<Value>[];
  label?: string;
  name?: string;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <BaseSelect.Root
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      items={options}
      name={name}
      disabled={disabled}
    >
      <BaseSelect.Trigger
        aria-label={label}
        className={cn(
          fieldClass,
          "flex h-8 min-w-32 items-center justify-between gap-2 px-2.5 text-left",
          className,
        )}
      >
        <span className="truncate">
          <BaseSelect.Value placeholder={placeholder} />
        </span>
        <BaseSelect.Icon className="text-muted">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
          <BaseSelect.Popup className={cn(popupClass, "min-w-(--anchor-width)")}>
            <BaseSelect.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <BaseSelect.Item key={option.value} value={option.value} className={cn(itemClass, "pr-8")}>
                  <span className="flex size-4 items-center justify-center">
                    <BaseSelect.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </BaseSelect.ItemIndicator>
                  </span>
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
