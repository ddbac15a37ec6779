"use client";
import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown, Search } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { formatCompact } from "@/lib/format/number";
import { fieldClass, itemClass, popupClass } from "./styles";

export type CountedOption = { value: string; label: string; count?: number };

/**
 * Any of many choices, searchable, each with how often it occurs. None chosen means all. Chosen values that are not among the
 * options (an old link) stay listed, so that they can be taken away.
 */
export function MultiSelect({
  label,
  values,
  onChange,
  options,
  allLabel = "All",
  isLoading = false,
  className,
}: {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  options: readonly CountedOption[];
  allLabel?: string;
  isLoading?: boolean;
  className?: string;
}) {
  const known = new Map(options.map((option) => [option.value, option]));
  const chosen = values.map((value) => known.get(value) ?? { value, label: value });
  const items = [...options, ...chosen.filter((option) => !known.has(option.value))];
  const text =
    chosen.length === 0
      ? allLabel
      : chosen.length === 1
        ? chosen[0]?.label
        : `${chosen[0]?.label} +${chosen.length - 1}`;
  return (
    <Combobox.Root
      multiple
      autoHighlight
      items={items}
      value={chosen}
      onValueChange={(next: CountedOption[]) => onChange(next.map((option) => option.value))}
      isItemEqualToValue={(item: CountedOption, value: CountedOption) => item.value === value.value}
      itemToStringLabel={(item: CountedOption) => item.label}
    >
      <Combobox.Trigger
        aria-label={`${label}: ${chosen.length === 0 ? allLabel : chosen.map((option) => option.label).join(", ")}`}
        className={cn(
          fieldClass,
          "flex h-8 max-w-56 min-w-0 items-center gap-1.5 px-2.5 text-left select-none data-popup-open:bg-subtle max-sm:text-13",
          chosen.length > 0 && "border-accent",
          className,
        )}
      >
        <span className="shrink-0 text-muted">{label}</span>
        <span className="truncate">{text}</span>
        <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-muted" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner className="z-50 outline-none" sideOffset={4} align="start">
          <Combobox.Popup className={cn(popupClass, "w-64 max-w-(--available-width)")} aria-label={label}>
            <div className="flex items-center gap-2 border-b px-3">
              <Search aria-hidden className="size-4 shrink-0 text-muted" />
              <Combobox.Input
                placeholder="Search"
                aria-label={`Search ${label.toLowerCase()}`}
                className="h-9 w-full bg-transparent text-13 outline-none max-sm:text-base"
              />
              {chosen.length > 0 ? (
                <button
                  type="button"
                  onClick={() => onChange([])}
                  className="shrink-0 rounded-md px-1 text-xs text-accent hover:underline"
                >
                  Clear
                </button>
              ) : null}
            </div>
            <Combobox.Empty>
              <div className="px-3 py-4 text-13 text-muted">{isLoading ? "Loading…" : "Nothing found."}</div>
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto overscroll-contain p-1 data-empty:p-0">
              {(item: CountedOption) => (
                <Combobox.Item key={item.value} value={item} className={itemClass}>
                  <span className="flex size-4 shrink-0 items-center justify-center">
                    <Combobox.ItemIndicator>
                      <Check aria-hidden className="size-4" />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className="truncate" title={item.label}>
                    {item.label}
                  </span>
                  {item.count === undefined ? null : (
                    <span className="ml-auto text-xs text-muted">{formatCompact(item.count)}</span>
                  )}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
