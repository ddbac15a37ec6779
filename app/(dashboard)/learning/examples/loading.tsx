import { TableSkeleton } from "@/components/data-table/table-skeleton";

/** Examples while the server reads them. */
export default function Loading() {
  return (
    <div className="flex h-[calc(100dvh-6rem)] flex-col gap-4">
      <h1 className="flex min-h-8 items-center text-lg font-semibold">Examples</h1>
      <div className="min-h-80 flex-1 overflow-hidden rounded-md border bg-surface">
        <TableSkeleton label="Loading examples" />
      </div>
    </div>
  );
}
