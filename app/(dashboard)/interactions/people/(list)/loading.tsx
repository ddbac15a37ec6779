import { Skeleton } from "@/components/ui/skeleton";

/** The list of people while the server reads it. */
export default function Loading() {
  return (
    <div className="grid gap-4" role="status" aria-label="Loading people">
      <h1 className="flex h-8 items-center text-lg font-semibold">People</h1>
      <Skeleton className="h-8 w-80" />
      <Skeleton className="h-96" />
    </div>
  );
}
