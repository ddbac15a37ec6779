"use client";
import { Download, Ellipsis, Link2, Table2 } from "lucide-react";
import { useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { DropdownMenu, MenuItem } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/format/cn";
import { type ChartTable as Table, tableToCsv } from "@/lib/format/table";
import { ChartTable } from "./chart-table";

const LEGEND_HEIGHT = 28;

/**
 * A chart with what belongs to every one: title, what it counts, legend, its rows as a table and as a CSV, a link to it. Shows
 * loading, failure and emptiness in the same space, so that nothing moves.
 */
export function ChartCard({
  id,
  title,
  note,
  table,
  height,
  isPending,
  isStale = false,
  error,
  onRetry,
  emptyText,
  legend,
  actions,
  footer,
  children,
  className,
}: {
  /** Names the chart in links and files. */
  id: string;
  title: string;
  note: string;
  /** Undefined while there is nothing to show. */
  table: Table | undefined;
  height: number;
  isPending: boolean;
  /** What is shown is of the filters before; the new rows are on their way. */
  isStale?: boolean;
  error: Error | null;
  onRetry: () => void;
  emptyText: string;
  legend?: React.ReactNode;
  /** What the chart shows, to choose: beside the menu. */
  actions?: React.ReactNode;
  footer?: React.ReactNode;
  children: React.ReactNode;
  className?: string;
}) {
  const [isTable, setIsTable] = useState(false);
  const headingId = useId();
  const hasRows = Boolean(table && table.rows.length > 0);
  const isFailed = error !== null && !table;
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      aria-busy={isPending || isStale}
      className={cn(
        "flex scroll-mt-20 flex-col rounded-md border bg-surface target:border-accent",
        className,
      )}
    >
      <header className="flex items-start gap-2 px-4 pt-3">
        <div className="min-w-0 flex-1">
          <h2 id={headingId} className="text-sm font-semibold">
            {title}
          </h2>
          <p className="text-xs text-muted">{note}</p>
        </div>
        {actions}
        {table && hasRows ? (
          <ChartMenu
            id={id}
            title={title}
            table={table}
            isTable={isTable}
            onToggleTable={() => setIsTable(!isTable)}
          />
        ) : (
          <div className="size-8" />
        )}
      </header>
      {legend && !isTable ? <div className="min-h-7 px-2.5 pt-1">{hasRows ? legend : null}</div> : null}
      <div className={cn("flex-1 px-4 py-3 transition-opacity", isStale && "opacity-50")}>
        {isPending ? (
          <div style={{ height }}>
            <Skeleton className="h-full w-full" />
            <span role="status" className="sr-only">
              Loading {title}
            </span>
          </div>
        ) : isFailed ? (
          <div className="flex items-center justify-center" style={{ minHeight: height }}>
            <ErrorState error={error} onRetry={onRetry} />
          </div>
        ) : !table || !hasRows ? (
          <p className="flex items-center justify-center text-13 text-muted" style={{ height }}>
            {emptyText}
          </p>
        ) : isTable ? (
          <ChartTable
            label={`${title}, table`}
            table={table}
            height={legend ? height + LEGEND_HEIGHT : height}
          />
        ) : (
          children
        )}
      </div>
      {footer ? <footer className="px-4 pb-3 text-xs text-muted">{footer}</footer> : null}
    </section>
  );
}

function ChartMenu({
  id,
  title,
  table,
  isTable,
  onToggleTable,
}: {
  id: string;
  title: string;
  table: Table;
  isTable: boolean;
  onToggleTable: () => void;
}) {
  const copyLink = () => {
    const url = new URL(window.location.href);
    url.hash = id;
    navigator.clipboard.writeText(url.href).then(
      () => toast.success("Link copied"),
      () => toast.error("The browser does not allow copying here.", { description: url.href }),
    );
  };
  return (
    <div className="-mr-2 flex">
      <Tooltip content={isTable ? "Show as chart" : "Show as table"}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`${title}: show as table`}
          aria-pressed={isTable}
          onClick={onToggleTable}
          className={cn(isTable && "bg-subtle text-foreground")}
        >
          <Table2 aria-hidden />
        </Button>
      </Tooltip>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label={`${title}: more`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => download(`${id}.csv`, tableToCsv(table))}>
          <Download aria-hidden />
          Download CSV
        </MenuItem>
        <MenuItem onSelect={copyLink}>
          <Link2 aria-hidden />
          Copy link
        </MenuItem>
      </DropdownMenu>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
