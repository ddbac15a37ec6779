import { ComparisonSkeleton } from "@/components/tuning/versions/versions-page";

/** Versions while the server reads them. */
export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Versions</h1>
      <ComparisonSkeleton />
    </div>
  );
}
