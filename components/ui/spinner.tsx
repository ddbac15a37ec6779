import { LoaderCircle } from "lucide-react";
import { cn } from "@/lib/format/cn";

/** Something is running. Give a `label` when no text beside it says so. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span role={label ? "status" : undefined} className="inline-flex">
      <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
