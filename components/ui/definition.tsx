"use client";
import { Popover as BasePopover } from "@base-ui/react/popover";
import { Info } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { popupClass } from "./styles";

/** A small "i" beside a figure that says what it counts: on hover, on a press, and with Enter from the keyboard. */
export function Definition({
  of,
  children,
  className,
}: {
  /** The figure's name, for screen readers. */
  of: string;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger
        openOnHover
        delay={200}
        aria-label={`What “${of}” means`}
        className={cn(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-md align-middle text-muted hover:text-foreground data-popup-open:text-foreground",
          className,
        )}
      >
        <Info aria-hidden className="size-3.5" />
      </BasePopover.Trigger>
      <BasePopover.Portal>
        <BasePopover.Positioner className="z-50" sideOffset={4} collisionPadding={8}>
          <BasePopover.Popup
            aria-label={of}
            className={cn(
              popupClass,
              "max-w-[min(20rem,var(--available-width))] px-3 py-2 text-left text-xs leading-5 font-normal whitespace-normal",
            )}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
