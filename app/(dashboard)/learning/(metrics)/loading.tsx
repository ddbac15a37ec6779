import { Skeleton } from "@/components/ui/skeleton";

/** The page of metrics while the server reads them. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Metrics</h1>
      <Skeleton className="h-55 w-full" />
      <Skeleton className="h-88 w-full" />
      <Skeleton className="h-60 w-full" />
    </div>
  );
}
