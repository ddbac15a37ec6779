"use client";
import { Kbd } from "@/components/ui/kbd";
import { useIsHydrated } from "@/components/ui/use-now";
import { cn } from "@/lib/format/cn";
import { type Keys, labelKeys } from "./keys";

/** The badge of a shortcut, as the viewer's keyboard names its keys. */
export function ShortcutKeys({ keys, className }: { keys: Keys; className?: string }) {
  const isMac = useIsHydrated() && navigator.userAgent.includes("Mac");
  return (
    <span aria-hidden className={cn("inline-flex gap-1", className)}>
      {labelKeys(keys, isMac).map((label) => (
        <Kbd key={label}>{label}</Kbd>
      ))}
    </span>
  );
}
