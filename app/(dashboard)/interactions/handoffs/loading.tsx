import { Skeleton } from "@/components/ui/skeleton";

/** The page of hand-offs while the server reads its figures. */
export default function Loading() {
  return (
    <div className="grid gap-4" role="status" aria-label="Loading hand-offs">
      <h1 className="flex h-8 items-center text-lg font-semibold">Hand-offs</h1>
      <Skeleton className="h-8 w-80" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
      <Skeleton className="h-80" />
    </div>
  );
}
