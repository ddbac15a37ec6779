"use client";
import { useCallback, useMemo, useRef, useState } from "react";

/** Rows chosen in a table, by key. They stay chosen while rows come and go. */
export type Selection = {
  keys: ReadonlySet<string>;
  /** Takes a row in or out; with `isRange`, every row from the last one touched to this one. */
  toggle: (index: number, isRange: boolean) => void;
  /** Of the loaded rows: none, some or all are chosen. */
  state: "none" | "some" | "all";
  /** Chooses the loaded rows, or none when all of them are. */
  toggleAll: () => void;
  clear: () => void;
};

/**
 * Selection over the loaded rows' keys, of at most `limit` rows; `onLimit` tells when more were wanted. It ends when
 * `scope`, which names what the rows were asked for, changes.
 */
export function useSelection(
  rowKeys: readonly string[],
  scope: string,
  limit: number,
  onLimit: () => void,
): Selection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<{ index: number; scope: string } | null>(null);
  const [scopeOfKeys, setScopeOfKeys] = useState(scope);
  if (scopeOfKeys !== scope) {
    setScopeOfKeys(scope);
    setKeys(new Set());
  }

  const change = useCallback(
    (changed: readonly string[], isChosen: boolean) => {
      setKeys((current) => {
        const next = new Set(current);
        for (const key of changed) {
          if (!isChosen) next.delete(key);
          else if (next.size < limit) next.add(key);
        }
        return next;
      });
    },
    [limit],
  );

  const toggle = useCallback(
    (index: number, isRange: boolean) => {
      const key = rowKeys[index];
      if (key === undefined) return;
      const isChosen = !keys.has(key);
      const from = isRange && anchor.current?.scope === scope ? anchor.current.index : index;
      anchor.current = { index, scope };
      const changed = rowKeys.slice(Math.min(from, index), Math.max(from, index) + 1);
      if (isChosen && keys.size + changed.length > limit) onLimit();
      change(changed, isChosen);
    },
    [rowKeys, keys, scope, change, limit, onLimit],
  );

  const chosen = useMemo(() => rowKeys.reduce((n, key) => n + (keys.has(key) ? 1 : 0), 0), [rowKeys, keys]);
  const state = chosen === 0 ? "none" : chosen === rowKeys.length ? "all" : "some";

  const toggleAll = useCallback(() => {
    if (state !== "all" && rowKeys.length > limit) onLimit();
    change(rowKeys, state !== "all" && chosen < limit);
  }, [rowKeys, state, chosen, change, limit, onLimit]);

  const clear = useCallback(() => {
    anchor.current = null;
    setKeys(new Set());
  }, []);

  return { keys, toggle, state, toggleAll, clear };
}
