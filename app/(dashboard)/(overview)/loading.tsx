import { Skeleton } from "@/components/ui/skeleton";

/** The shape of a page while the server prepares it. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] gap-4" aria-busy>
      <Skeleton className="h-8 w-40" />
      <Skeleton className="h-27 w-full" />
      <Skeleton className="h-96 w-full" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-96 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
      <span role="status" className="sr-only">
        Loading
      </span>
    </div>
  );
}
