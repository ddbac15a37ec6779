import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the review page while the server prepares it. */
export function ReviewSkeleton() {
  return (
    <div className="grid gap-5" role="status" aria-label="Loading the page">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-20 w-full" />
    </div>
  );
}
