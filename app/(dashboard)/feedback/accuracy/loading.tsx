import { PivotSkeleton } from "@/components/feedback/accuracy-page";
import { Skeleton } from "@/components/ui/skeleton";

/** The accuracy page while the server reads it. */
export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Accuracy</h1>
      <Skeleton className="h-8 w-full max-w-2xl" />
      <Skeleton className="h-8 w-full max-w-xl" />
      <div className="rounded-md border bg-surface">
        <PivotSkeleton />
      </div>
    </div>
  );
}
