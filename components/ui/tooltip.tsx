"use client";
import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import { cn } from "@/lib/format/cn";
import { popupClass } from "./styles";

/** A hint on hover and focus. It adds to what is written or labelled, never replaces it: touch has no hover. */
export function Tooltip({ content, children }: { content: React.ReactNode; children: React.ReactElement }) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner className="z-50" sideOffset={6} collisionPadding={8}>
          <BaseTooltip.Popup className={cn(popupClass, "max-w-xs px-2 py-1 text-xs")}>
            {content}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

/** Lets neighbouring hints follow each other without delay. */
export function TooltipProvider({ children }: { children: React.ReactNode }) {
  return <BaseTooltip.Provider delay={300}>{children}</BaseTooltip.Provider>;
}
