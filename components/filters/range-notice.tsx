"use client";
import { useSearchParams } from "next/navigation";
import { isRangeUnderstood } from "@/lib/query/url-state";
import { labelRange } from "./range";
import { useFilters } from "./use-filters";

/** Says so when the address asks for a range that is not understood, and which one is shown instead. */
export function RangeNotice() {
  const search = useSearchParams();
  const { filters } = useFilters();
  if (isRangeUnderstood(search)) return null;
  const shown = labelRange(filters)
    .replace(/^Last/, "the last")
    .replace(/^(Today|Since|Until)/, (word) => word.toLowerCase());
  return (
    <p role="status" className="border-b bg-warning-subtle px-4 py-2 text-13 text-warning lg:px-6">
      The address asks for a range that is not understood: showing {shown}.
    </p>
  );
}
