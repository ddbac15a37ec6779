"use client";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { CustomRange } from "@/components/filters/custom-range";
import { datesOf, labelRange } from "@/components/filters/range";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { RangeFilters } from "@/lib/datasets/definitions/prepare-source-filters";
import { cn } from "@/lib/format/cn";

const ALL = "all";
const presets = [7, 30, 90];
const options = [
  ...presets.map((days) => ({ value: String(days), label: `${days} days` })),
  { value: ALL, label: "All time" },
];

/** Which days the rows come from: relative, so that each version has other ones, or fixed, or all. */
export function RangeField({
  range,
  onChange,
}: {
  range: RangeFilters;
  onChange: (range: RangeFilters) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const isFixed = range.from !== null || range.to !== null;
  const preset = isFixed
    ? null
    : range.days === null
      ? ALL
      : presets.includes(range.days)
        ? String(range.days)
        : null;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <ToggleGroup
        label="Range"
        value={preset}
        onValueChange={(value) =>
          onChange({ days: value === ALL ? null : Number(value), from: null, to: null })
        }
        options={options}
      />
      <Popover
        label="Dates"
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button
            variant="outline"
            className={cn("min-w-0 px-2.5 font-normal", preset === null && "border-accent")}
          >
            <CalendarDays aria-hidden className="text-muted" />
            <span className="truncate">{preset === null ? labelRange(range) : "Dates"}</span>
          </Button>
        }
      >
        <CustomRange
          initial={datesOf(range)}
          onApply={(dates) => {
            onChange({ days: null, ...dates });
            setIsOpen(false);
          }}
        />
      </Popover>
    </div>
  );
}
