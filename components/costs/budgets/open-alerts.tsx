"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { alertsOptions } from "@/lib/costs/alerts/query-options";
import { formatCompact } from "@/lib/format/number";

const FRESH_MS = 60_000;

/** How many alerts nobody has acknowledged; nothing while there are none. */
export function OpenAlerts() {
  const { data } = useInfiniteQuery({
    ...alertsOptions({ acknowledged: "false", limit: "1" }),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
  });
  const open = data?.pages[0]?.open ?? 0;
  if (open === 0) return null;
  return (
    <span className="ml-auto rounded-md bg-warning-subtle px-1.5 text-xs leading-5 font-medium text-warning">
      {formatCompact(open)}
      <span className="sr-only"> open {open === 1 ? "alert" : "alerts"}</span>
    </span>
  );
}
