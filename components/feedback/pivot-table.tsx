"use client";
import { type ExpandedState, useTable } from "@tanstack/react-table";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import type { Pivot, PivotLayout, PivotRow, PivotValue } from "@/lib/feedback/prepare-pivot";
import { NO_INTENT } from "@/lib/feedback/schemas";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import { writeChoices } from "@/lib/query/parameters";
import { type FilterParameters, toHref } from "@/lib/query/url-state";
import {
  dimensionLabels,
  features,
  type PivotColumnDef,
  type PivotOrder,
  type PivotTableRow,
  valueLabel,
} from "./pivot-features";
import { PivotFoot, RowName, SortHeader } from "./pivot-parts";
import { RateCell } from "./rate-cell";

/** Rows that may stand open from the beginning. */
const OPEN_ROWS = 40;

const byText = (a: PivotTableRow, b: PivotTableRow) =>
  valueLabel(a.original.value).localeCompare(valueLabel(b.original.value));

/** Rates per row and column, to sort by any column and to follow to the votes behind each cell. */
export function PivotTable({
  pivot,
  layout,
  params,
}: {
  pivot: Pivot;
  layout: PivotLayout;
  params: FilterParameters;
}) {
  const [order, setOrder] = useQueryState("order", parseAsString.withDefault("-votes"));
  const size = pivot.rows.reduce((sum, row) => sum + 1 + row.children.length, 0);
  const [opened, setOpened] = useState<ExpandedState | null>(null);
  const expanded = opened ?? (size <= OPEN_ROWS ? true : {});

  const columns = useMemo(() => toColumns(pivot), [pivot]);
  const sorting = toSorting(order, columns);
  const table = useTable({
    features,
    columns,
    data: pivot.rows,
    getRowId: (row) => row.key,
    getSubRows: (row) => row.children,
    state: { sorting, expanded },
    onExpandedChange: (updater) => setOpened(typeof updater === "function" ? updater(expanded) : updater),
    autoResetExpanded: false,
    enableMultiSort: false,
  });

  const hrefOf = (row: PivotRow | null, column: PivotValue | undefined) => {
    const patch: Record<string, string> = {};
    const fix = (dimension: keyof typeof dimensionLabels, value: PivotValue) => {
      patch[dimension] = writeChoices([value ?? NO_INTENT]);
    };
    if (row) for (const [dimension, value] of Object.entries(row.values)) fix(dimension as never, value);
    if (column !== undefined && layout.columns) fix(layout.columns, column);
    return toHref("/feedback", params, patch);
  };
  const handleSort = (id: string) => {
    const isFirstDescending = id !== "label";
    const current = sorting[0];
    const isDescending = current?.id === id ? !current.desc : isFirstDescending;
    void setOrder(`${isDescending ? "-" : ""}${id}`);
  };

  const headers = [
    { id: "label", text: dimensionLabels[layout.rows], isNumeric: false },
    { id: "votes", text: "Votes", isNumeric: true },
    { id: "all", text: "All", isNumeric: true },
    ...pivot.columns.map(({ key, value }) => ({ id: key, text: valueLabel(value), isNumeric: true })),
  ];
  return (
    <table className="w-full border-collapse text-13">
      <thead>
        <tr className="border-b text-xs text-muted">
          {headers.map((header) => (
            <SortHeader key={header.id} {...header} order={sorting[0]} onSort={handleSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => {
          const name = valueLabel(row.original.value);
          return (
            <tr
              key={row.id}
              className={cn("border-b last:border-b-0", row.depth > 0 ? "bg-background" : "bg-surface")}
            >
              <th
                scope="row"
                className="sticky left-0 z-[1] max-w-64 min-w-32 bg-inherit px-3 py-2 text-left font-normal"
              >
                <RowName row={row} name={name} isInset={layout.split !== null} />
              </th>
              <td className="px-3 py-2 text-right align-top text-muted max-sm:hidden">
                {formatCount(row.original.all.total)}
              </td>
              <td className="p-0 align-top">
                <RateCell cell={row.original.all} name={name} href={hrefOf(row.original, undefined)} />
              </td>
              {pivot.columns.map((column) => (
                <td key={column.key} className="p-0 align-top">
                  <RateCell
                    cell={row.original.cells[column.key]}
                    name={`${name}, ${valueLabel(column.value)}`}
                    href={hrefOf(row.original, column.value)}
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
      {pivot.all ? <PivotFoot pivot={pivot} all={pivot.all} hrefOf={hrefOf} /> : null}
    </table>
  );
}

function toColumns(pivot: Pivot): PivotColumnDef[] {
  return [
    { id: "label", accessorFn: (row) => row.value, sortFn: byText },
    { id: "votes", accessorFn: (row) => row.all.total, sortFn: toSortFn((row) => row.all.total) },
    { id: "all", accessorFn: (row) => row.all.accuracy, sortFn: toSortFn((row) => row.all.accuracy) },
    ...pivot.columns.map(
      ({ key }): PivotColumnDef => ({
        id: key,
        accessorFn: (row) => row.cells[key]?.accuracy,
        sortFn: toSortFn((row) => row.cells[key]?.accuracy ?? 0),
        sortUndefined: "last",
      }),
    ),
  ];
}

const toSortFn = (read: (row: PivotRow) => number) => (a: PivotTableRow, b: PivotTableRow) =>
  read(a.original) - read(b.original) || a.original.all.total - b.original.all.total;

/** The order the URL asks for; by votes when it names a column that is not there. */
function toSorting(order: string, columns: readonly PivotColumnDef[]): PivotOrder[] {
  const desc = order.startsWith("-") && order !== "-";
  const id = desc ? order.slice(1) : order;
  return columns.some((column) => column.id === id) ? [{ id, desc }] : [{ id: "votes", desc: true }];
}
