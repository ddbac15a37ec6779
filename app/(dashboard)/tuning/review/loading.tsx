import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="grid gap-5" role="status" aria-label="Loading the page">
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-20 w-full max-w-4xl" />
      <Skeleton className="h-20 w-full max-w-4xl" />
    </div>
  );
}
