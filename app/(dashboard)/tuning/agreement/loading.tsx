import { AgreementSkeleton } from "@/components/tuning/agreement/agreement-page";

/** Agreement while the server reads it. */
export default function Loading() {
  return (
    <div className="grid gap-5">
      <h1 className="flex h-8 items-center text-lg font-semibold">Agreement</h1>
      <div className="rounded-md border bg-surface">
        <AgreementSkeleton />
      </div>
    </div>
  );
}
