import {
  type ColumnDef,
  createExpandedRowModel,
  createSortedRowModel,
  type Row,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { PivotRow, PivotValue } from "@/lib/feedback/prepare-pivot";

/** What the pivot's table can do: sort, and open and close rows. */
export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  rowExpandingFeature,
  expandedRowModel: createExpandedRowModel(),
});
export type PivotColumnDef = ColumnDef<typeof features, PivotRow>;
export type PivotTableRow = Row<typeof features, PivotRow>;
/** The column rows are ordered by. */
export type PivotOrder = { id: string; desc: boolean };

/** What people call the dimensions. */
export const dimensionLabels = { model: "Model", intent: "Intent", project: "Project" } as const;
/** What people call a value of a dimension. */
export const valueLabel = (value: PivotValue) => value ?? "No intent";
