import { cn } from "@/lib/format/cn";

/** A grey place for what is loading; give it the size of the result. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-subtle", className)} />;
}
