import { Skeleton } from "@/components/ui/skeleton";

/** The page of context sizes while the server reads its figures. */
export default function Loading() {
  return (
    <div className="grid gap-4" role="status" aria-label="Loading context sizes">
      <h1 className="flex h-8 items-center text-lg font-semibold">Context</h1>
      <Skeleton className="h-8 w-80" />
      <Skeleton className="h-5 w-96" />
      <Skeleton className="h-100" />
      <Skeleton className="h-100" />
    </div>
  );
}
