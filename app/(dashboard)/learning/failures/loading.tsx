import { Skeleton } from "@/components/ui/skeleton";

/** The page of failures while the server reads them. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Failures</h1>
      <Skeleton className="h-105 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
  );
}
