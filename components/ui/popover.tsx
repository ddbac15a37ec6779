"use client";
import { Popover as BasePopover } from "@base-ui/react/popover";
import { cn } from "@/lib/format/cn";
import { popupClass } from "./styles";

/** A small panel at a button. `trigger` is the button element itself. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  children,
  className,
}: {
  trigger: React.ReactElement;
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <BasePopover.Root open={open} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner className="z-50" sideOffset={4} align={align} collisionPadding={8}>
          <BasePopover.Popup
            aria-label={label}
            className={cn(
              popupClass,
              "max-h-(--available-height) max-w-(--available-width) overflow-y-auto p-3",
              className,
            )}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
