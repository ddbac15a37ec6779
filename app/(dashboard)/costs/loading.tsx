import { Skeleton } from "@/components/ui/skeleton";

/** The page of costs while the server reads them. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Costs</h1>
      <Skeleton className="h-55 w-full" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-96 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
      <Skeleton className="h-80 w-full" />
    </div>
  );
}
