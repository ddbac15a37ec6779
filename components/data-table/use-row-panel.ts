"use client";
import { type RefObject, useEffect, useRef } from "react";
import type { RowPanelPlace } from "./row-panel";
import type { useOpenRow } from "./use-open-row";
import type { TableHandle } from "./virtual-table";

/**
 * Ties the panel of the open row to the table beside it: going on scrolls the table along, and however the panel was
 * closed, with the browser's Back too, its row gets the focus; if it was deleted, the next one.
 */
export function useRowPanel(
  table: RefObject<TableHandle | null>,
  { openId, move, close }: Pick<ReturnType<typeof useOpenRow>, "openId" | "move" | "close">,
  keys: readonly string[],
  total: number | null,
): RowPanelPlace {
  const openIndex = openId === null ? -1 : keys.indexOf(openId);
  const lastOpen = useRef({ id: "", index: -1 });
  useEffect(() => {
    if (openId !== null) {
      // A row that is deleted leaves the list before the panel closes.
      if (openIndex >= 0 || lastOpen.current.id !== openId)
        lastOpen.current = { id: openId, index: openIndex };
      return;
    }
    const { id, index } = lastOpen.current;
    lastOpen.current = { id: "", index: -1 };
    const place = keys.indexOf(id);
    if (index >= 0) table.current?.showRow(place < 0 ? index : place, true);
  }, [table, openId, openIndex, keys]);

  return {
    position: openIndex < 0 ? null : { index: openIndex, total },
    hasNext: openIndex >= 0 && openIndex < keys.length - 1,
    onMove: (step) => {
      const next = keys[openIndex + step];
      if (next === undefined) return;
      move(next);
      table.current?.showRow(openIndex + step, false);
    },
    onClose: close,
  };
}
