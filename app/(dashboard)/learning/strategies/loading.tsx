import { StrategiesSkeleton } from "@/components/learning/strategies/strategies-page";

/** Strategies while the server reads them. */
export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Strategies</h1>
      <StrategiesSkeleton />
    </div>
  );
}
