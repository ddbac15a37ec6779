import { ExperimentsSkeleton } from "@/components/learning/experiments/experiments-page";

/** The experiments while the server reads them. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Experiments</h1>
      <div className="rounded-md border bg-surface">
        <ExperimentsSkeleton />
      </div>
    </div>
  );
}
