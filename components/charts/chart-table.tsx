import Link from "next/link";
import { cn } from "@/lib/format/cn";
import { NO_VALUE } from "@/lib/format/number";
import type { ChartTable as Table } from "@/lib/format/table";

/** The rows behind a chart; the first cell leads to the votes behind its row. */
export function ChartTable({ label, table, height }: { label: string; table: Table; height?: number }) {
  return (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: reason above
    <section aria-label={label} tabIndex={0} className="relative overflow-auto" style={{ maxHeight: height }}>
      <table className="w-full border-collapse text-13">
        <thead className="sticky top-0 bg-surface">
          <tr>
            {table.columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cn(
                  "border-b px-2 py-1.5 text-left text-xs font-medium whitespace-nowrap text-muted",
                  column.isNumeric && "text-right",
                )}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and the whole table is replaced at once
            <tr key={position} className="hover:bg-subtle">
              {table.columns.map((column, index) => {
                const value = row.values[index] ?? null;
                const text = column.format?.(value) ?? (value === null ? NO_VALUE : String(value));
                return (
                  <td
                    key={column.name}
                    className={cn("border-b px-2 py-1 whitespace-nowrap", column.isNumeric && "text-right")}
                  >
                    {index === 0 && row.href ? (
                      <Link href={row.href} className="text-accent hover:underline">
                        {text}
                      </Link>
                    ) : (
                      text
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
