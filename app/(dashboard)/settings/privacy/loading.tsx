import { Skeleton } from "@/components/ui/skeleton";

/** Privacy settings while the server reads them. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading privacy settings" className="grid max-w-4xl gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Privacy</h1>
      <Skeleton className="h-96" />
      <Skeleton className="h-48" />
    </div>
  );
}
