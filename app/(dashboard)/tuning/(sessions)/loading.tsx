import { TableSkeleton } from "@/components/data-table/table-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** The page of sessions while the server reads them. */
export default function Loading() {
  return (
    <div className="flex h-[calc(100dvh-6rem)] flex-col gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Sessions</h1>
      <div className="flex gap-2">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-8 w-28" />
        <Skeleton className="h-8 w-28 max-md:hidden" />
      </div>
      <div className="flex min-h-80 flex-1 flex-col overflow-hidden rounded-md border bg-surface">
        <TableSkeleton label="Loading sessions" />
      </div>
    </div>
  );
}
