"use client";
import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { cn } from "@/lib/format/cn";
import { Button } from "./button";
import { backdropClass, popupClass } from "./styles";

/**
 * A panel at the right edge, the whole screen below 640 px. With `isModal={false}` the page beside it stays usable and a press
 * there does not close it; the page's shortcuts go on working inside it.
 */
export function Sheet({
  open,
  onOpenChange,
  title,
  actions,
  children,
  footer,
  isModal = true,
  side = "right",
  initialFocus,
  returnsFocus = true,
  className,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: React.ReactNode;
  actions?: React.ReactNode;
  children: React.ReactNode;
  footer?: React.ReactNode;
  isModal?: boolean;
  side?: "left" | "right";
  /** What gets the focus when it opens; the first control when absent. */
  initialFocus?: React.RefObject<HTMLElement | null>;
  /** Whether the focus goes back to where it was; false when the page itself moves it on. */
  returnsFocus?: boolean;
  className?: string;
}) {
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={onOpenChange}
      modal={isModal}
      disablePointerDismissal={!isModal}
    >
      <BaseDialog.Portal>
        {isModal ? <BaseDialog.Backdrop className={backdropClass} /> : null}
        <BaseDialog.Popup
          initialFocus={initialFocus}
          finalFocus={returnsFocus ? undefined : false}
          data-shortcuts={isModal ? undefined : "page"}
          data-panel={side}
          className={cn(
            popupClass,
            "fixed inset-y-0 flex w-full flex-col rounded-none sm:w-[min(36rem,calc(100vw-4rem))]",
            side === "right" ? "right-0" : "left-0",
            className,
          )}
        >
          <div className="flex h-14 shrink-0 items-center gap-2 border-b px-4">
            <BaseDialog.Title className="min-w-0 flex-1 truncate text-sm font-semibold">
              {title}
            </BaseDialog.Title>
            {actions}
            <BaseDialog.Close render={<Button variant="ghost" size="icon" aria-label="Close" />}>
              <X aria-hidden />
            </BaseDialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
          {footer ? (
            <div className="flex shrink-0 items-center gap-2 border-t px-4 py-3">{footer}</div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
