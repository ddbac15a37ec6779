import { Skeleton } from "@/components/ui/skeleton";

/** The playground while the server reads its strategies. */
export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Playground</h1>
      <div role="status" aria-label="Loading the playground" className="grid gap-4 lg:grid-cols-[2fr_3fr]">
        <Skeleton className="h-96 w-full" />
        <Skeleton className="h-96 w-full" />
      </div>
    </div>
  );
}
