import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The page of interactions while the server reads them. */
export default function Loading() {
  return (
    <div className="flex h-[calc(100dvh-6rem)] flex-col gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Interactions</h1>
      <div className="flex flex-wrap gap-2">
        <Skeleton className="h-8 w-80" />
        <Skeleton className="h-8 w-28" />
        <Skeleton className="h-8 w-28 max-md:hidden" />
        <Skeleton className="h-8 w-28 max-md:hidden" />
      </div>
      <div className="flex min-h-80 flex-1 flex-col overflow-hidden rounded-md border bg-surface">
        <TableSkeleton label="Loading interactions" />
      </div>
    </div>
  );
}
