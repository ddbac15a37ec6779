import { QueuesSkeleton } from "@/components/tuning/queues/queues-page";

/** The queues while the server reads them. */
export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="flex h-8 items-center text-lg font-semibold">Queues</h1>
      <div className="rounded-md border bg-surface">
        <QueuesSkeleton />
      </div>
    </div>
  );
}
