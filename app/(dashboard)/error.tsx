"use client";
import { ErrorState } from "@/components/ui/error-state";

/** A page that could not be drawn. The text of an unexpected error stays in the server's log, under the digest shown here. */
export default function DashboardError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <ErrorState
      className="py-24"
      title="This page could not be shown"
      error={Object.assign(new Error("Try again. If it stays like this, tell your admin the number below."), {
        requestId: error.digest,
      })}
      onRetry={reset}
    />
  );
}
