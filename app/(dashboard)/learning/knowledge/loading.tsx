import { Skeleton } from "@/components/ui/skeleton";

/** The knowledge base while the server reads it. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading the knowledge base" className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Knowledge</h1>
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-96" />
    </div>
  );
}
