"use client";
import { Progress as BaseProgress } from "@base-ui/react/progress";
import { cn } from "@/lib/format/cn";

/** How far something is, from 0 to `max`; null while that is unknown. */
export function Progress({
  label,
  value,
  max = 100,
  valueText,
  className,
}: {
  label: string;
  value: number | null;
  max?: number;
  valueText?: string;
  className?: string;
}) {
  return (
    <BaseProgress.Root
      value={value}
      max={max}
      aria-valuetext={valueText}
      className={cn("grid gap-1.5", className)}
    >
      <div className="flex justify-between gap-4 text-13">
        <BaseProgress.Label>{label}</BaseProgress.Label>
        {valueText ? <span className="text-muted">{valueText}</span> : null}
      </div>
      <BaseProgress.Track className="h-1.5 overflow-hidden rounded-full bg-subtle">
        <BaseProgress.Indicator className="h-full bg-accent transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
