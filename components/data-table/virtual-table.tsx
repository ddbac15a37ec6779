"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { cn } from "@/lib/format/cn";
import { type DataColumn, toTracks } from "./columns";
import { type TableContinuation, TableFoot } from "./table-foot";
import { TableHead, type TableSort } from "./table-head";
import { TableRow } from "./table-row";
import { useElementWidth } from "./use-element-width";
import type { Selection } from "./use-selection";

const ROW_HEIGHT = 40;
const COMPACT_ROW_HEIGHT = 76;
const COMPACT_BELOW = 640;
const CHECKBOX_WIDTH = 40;
/** Rows before the end at which the next ones are asked for once a reader has begun to scroll, so that they do not meet the end. */
const LOOK_AHEAD = 300;

export type TableHandle = {
  /** Brings a row into view, and gives it the focus when asked to. */
  showRow: (index: number, isFocused: boolean) => void;
};

const findRow = (table: HTMLElement | null, index: number) =>
  table?.querySelector<HTMLElement>(`[data-index="${index}"]`);

/**
 * A table of any number of rows, of which only those in view are in the document. Below 640 px of its own width rows are drawn by
 * `renderCompact`. Arrows or j/k, Page, Home and End move, Enter opens, Space selects (with Shift: up to here).
 */
export function VirtualTable<Row>({
  label,
  columns,
  rows,
  rowCount,
  getKey,
  getRowLabel,
  renderCompact,
  activeKey,
  onOpen,
  onMove,
  selection,
  sort,
  continuation,
  isStale = false,
  handle,
  className,
}: {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  /** Of all rows, also those not loaded; null while unknown. */
  rowCount: number | null;
  getKey: (row: Row) => string;
  /** What a screen reader calls the row's checkbox. */
  getRowLabel: (row: Row) => string;
  renderCompact: (row: Row) => React.ReactNode;
  activeKey: string | null;
  onOpen: (row: Row) => void;
  /** The keyboard went to another row. */
  onMove?: (row: Row) => void;
  selection: Selection | null;
  /** null: the rows have one order that stays. */
  sort: TableSort | null;
  continuation: TableContinuation;
  /** The rows belong to an earlier question while the next answer is on its way. */
  isStale?: boolean;
  handle?: React.Ref<TableHandle>;
  className?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useElementWidth(scroller);
  const isCompact = width !== null && width < COMPACT_BELOW;
  const rowHeight = isCompact ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  const [current, setCurrent] = useState(0);
  const focusWanted = useRef<number | null>(null);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The header sticks over the first pixels of the view.
    scrollPaddingStart: ROW_HEIGHT,
  });
  // Sizes are cached by the virtualizer; the other layout has other ones.
  // biome-ignore lint/correctness/useExhaustiveDependencies: rowHeight is what the sizes depend on
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, isLoading, error, onLoadMore } = continuation;
  // On opening only what the view has no rows for is asked for: most lists are never scrolled.
  const isScrolled = (virtualizer.scrollOffset ?? 0) > 0;
  const isNearEnd = hasMore && !isLoading && !error && last >= rows.length - (isScrolled ? LOOK_AHEAD : 1);
  useEffect(() => {
    if (isNearEnd) onLoadMore();
  }, [isNearEnd, onLoadMore]);

  const showRow = useCallback(
    (index: number, isFocused: boolean) => {
      if (rows.length === 0) return;
      const target = Math.max(0, Math.min(rows.length - 1, index));
      setCurrent(target);
      virtualizer.scrollToIndex(target, { align: "auto" });
      if (!isFocused) return;
      const row = findRow(scroller.current, target);
      if (row) row.focus({ preventScroll: true });
      else focusWanted.current = target;
    },
    [rows.length, virtualizer],
  );
  useImperativeHandle(handle, () => ({ showRow }), [showRow]);

  // A row far away exists only after the scroll has been drawn, so this runs after every render until it is there.
  useLayoutEffect(() => {
    if (focusWanted.current === null) return;
    const row = findRow(scroller.current, focusWanted.current);
    if (!row) return;
    focusWanted.current = null;
    row.focus({ preventScroll: true });
  });

  const handleKeyDown = (event: React.KeyboardEvent) => {
    const isOnRow = event.target instanceof HTMLElement && event.target.dataset.index !== undefined;
    if (!isOnRow || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      j: current + 1,
      ArrowUp: current - 1,
      k: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    const row = rows[current];
    if (target !== undefined) {
      showRow(target, true);
      const reached = rows[Math.max(0, Math.min(rows.length - 1, target))];
      if (reached !== undefined) onMove?.(reached);
    } else if (event.key === "Enter" && row) onOpen(row);
    else if (event.key === " " && selection) selection.toggle(current, event.shiftKey);
    else return;
    event.preventDefault();
  };

  const handleOpen = useCallback(
    (index: number) => {
      const row = rows[index];
      setCurrent(index);
      if (row) onOpen(row);
    },
    [rows, onOpen],
  );

  const { template, minWidth } = useMemo(
    () => toTracks(isCompact ? [{ minWidth: 0, grow: 1 }] : columns, selection ? [CHECKBOX_WIDTH] : []),
    [columns, isCompact, selection],
  );
  const tabStop = Math.min(current, rows.length - 1);

  return (
    <div ref={scroller} className={cn("relative overflow-auto overscroll-contain", className)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot leave out the rows that are out of view */}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount === null ? -1 : rowCount + 1}
        aria-colcount={columns.length + (selection ? 1 : 0)}
        aria-multiselectable={selection !== null}
        aria-busy={isStale}
        tabIndex={-1}
        onKeyDown={handleKeyDown}
        style={{ minWidth: isCompact ? undefined : minWidth }}
        className={cn("outline-none transition-opacity", isStale && "opacity-60")}
      >
        <TableHead
          columns={columns}
          template={template}
          isCompact={isCompact}
          selection={selection}
          sort={sort}
          height={ROW_HEIGHT}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {width === null
            ? null
            : items.map(({ index, start }) => {
                const row = rows[index];
                if (row === undefined) return null;
                const key = getKey(row);
                return (
                  <TableRow
                    key={key}
                    row={row}
                    index={index}
                    start={start}
                    height={rowHeight}
                    columns={columns}
                    template={template}
                    renderCompact={isCompact ? renderCompact : null}
                    label={getRowLabel(row)}
                    isActive={key === activeKey}
                    isSelected={selection?.keys.has(key) ?? null}
                    isTabStop={index === tabStop}
                    onOpen={handleOpen}
                    onToggle={selection?.toggle}
                    onFocus={setCurrent}
                  />
                );
              })}
        </div>
      </div>
      <TableFoot continuation={continuation} />
    </div>
  );
}
