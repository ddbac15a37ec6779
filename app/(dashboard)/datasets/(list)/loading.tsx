import { DatasetsSkeleton } from "@/components/datasets/list/datasets-page";

/** The datasets while the server reads them. */
export default function Loading() {
  return (
    <div className="mx-auto grid max-w-[90rem] grid-cols-1 gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Datasets</h1>
      <div className="rounded-md border bg-surface">
        <DatasetsSkeleton />
      </div>
    </div>
  );
}
