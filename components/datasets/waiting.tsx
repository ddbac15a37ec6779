import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";

/** A part of the page while it is being read. */
export function Waiting({ label, className }: { label: string; className: string }) {
  return (
    <div role="status" aria-label={label}>
      <Skeleton className={cn("w-full", className)} />
    </div>
  );
}
