"use client";
import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";

/** How the rows go on beyond those that are loaded. */
export type TableContinuation = {
  hasMore: boolean;
  isLoading: boolean;
  error: unknown;
  onLoadMore: () => void;
};

/** What follows the last loaded row: rows on their way, or what went wrong with them. */
export function TableFoot({ continuation }: { continuation: TableContinuation }) {
  if (continuation.error) {
    return (
      <div role="alert" className="sticky left-0 flex items-center justify-center gap-3 p-4 text-13">
        <span className="text-negative">
          {continuation.error instanceof Error
            ? continuation.error.message
            : "More rows could not be loaded."}
        </span>
        <Button variant="outline" size="sm" onClick={continuation.onLoadMore}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      </div>
    );
  }
  if (!continuation.hasMore) return null;
  return (
    <div className="sticky left-0 flex flex-col gap-3 p-3">
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-full" />
      <span className="sr-only">Loading more rows</span>
    </div>
  );
}
