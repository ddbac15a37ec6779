import { Skeleton } from "@/components/ui/skeleton";

/** Retention while the server reads it. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading retention" className="grid max-w-4xl gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Retention</h1>
      <Skeleton className="h-64" />
      <Skeleton className="h-48" />
      <Skeleton className="h-64" />
    </div>
  );
}
