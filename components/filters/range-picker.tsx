"use client";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { cn } from "@/lib/format/cn";
import { DEFAULT_DAYS } from "@/lib/query/url-state";
import { CustomRange } from "./custom-range";
import { datesOf, labelRange } from "./range";
import { useFilters } from "./use-filters";

const presetDays = [7, 30, 90];
const presets = presetDays.map((days) => ({
  value: String(days),
  label: (
    <span>
      <span className="sr-only">Last </span>
      {days} days
    </span>
  ),
}));

/** Which days every page is about: a preset, which stays relative in a shared link, or dates, typed or from a calendar. */
export function RangePicker() {
  const { filters, setFilters } = useFilters();
  const [isOpen, setIsOpen] = useState(false);
  const isCustom = filters.from !== null || filters.to !== null;
  const days = filters.days ?? DEFAULT_DAYS;
  const isPreset = !isCustom && presetDays.includes(days);
  const choosePreset = (value: string) => {
    setFilters({ days: Number(value), from: null, to: null });
    setIsOpen(false);
  };
  const group = (className: string) => (
    <ToggleGroup
      label="Range"
      value={isPreset ? String(days) : null}
      onValueChange={choosePreset}
      options={presets}
      className={className}
    />
  );
  return (
    <div className="flex min-w-0 items-center gap-2">
      {group("max-md:hidden")}
      <Popover
        label="Range"
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button
            variant="outline"
            className={cn("min-w-0 px-2.5 font-normal", !isPreset && "border-accent")}
          >
            <CalendarDays aria-hidden className="text-muted" />
            <span className="sr-only">Range: </span>
            <span className={cn("truncate", isPreset && "md:hidden")}>{labelRange(filters)}</span>
            {isPreset ? <span className="max-md:hidden">Custom</span> : null}
          </Button>
        }
      >
        <div className="grid gap-3">
          {group("w-full md:hidden [&>button]:flex-1")}
          <CustomRange
            initial={datesOf(filters)}
            onApply={(range) => {
              setFilters({ days: null, ...range });
              setIsOpen(false);
            }}
          />
        </div>
      </Popover>
    </div>
  );
}
