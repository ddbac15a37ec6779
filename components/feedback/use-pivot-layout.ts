"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { layoutParsers } from "@/lib/feedback/prepare-address";
import { type PivotDimension, toPivotLayout } from "@/lib/feedback/prepare-pivot";

const none = "none";

const toDimension = (value: PivotDimension | typeof none) => (value === none ? null : value);

/** Which dimensions make the rows, their splits and the columns of the pivot, as the URL says. */
export function usePivotLayout() {
  const [wanted, setWanted] = useQueryStates(layoutParsers);
  const layout = useMemo(
    () =>
      toPivotLayout({
        rows: wanted.rows,
        split: toDimension(wanted.split),
        columns: toDimension(wanted.columns),
      }),
    [wanted],
  );

  /** Gives a place to a dimension; the place that held it takes over what was here before. */
  const place = (where: "rows" | "split" | "columns", dimension: PivotDimension | null) => {
    const next = { ...layout, [where]: dimension };
    if (dimension !== null) {
      for (const other of ["rows", "split", "columns"] as const) {
        if (other !== where && layout[other] === dimension) next[other] = layout[where] as PivotDimension;
      }
    }
    void setWanted({ rows: next.rows, split: next.split ?? none, columns: next.columns ?? none });
  };
  return { layout, place };
}
