import { Skeleton } from "@/components/ui/skeleton";

const ROWS = Array.from({ length: 14 }, (_, index) => index);

/** The table while its first rows are on their way. */
export function TableSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="min-h-0 flex-1 overflow-hidden">
      <div className="h-10 border-b bg-background" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-10 items-center gap-4 border-b px-3">
          <Skeleton className="size-4" />
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 flex-1 max-md:hidden" />
          <Skeleton className="h-4 w-40 max-lg:hidden" />
        </div>
      ))}
    </div>
  );
}
