"use client";
import { useQueryState } from "nuqs";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { columnsParser } from "@/lib/feedback/prepare-address";
import { defaultColumnIds, feedbackTableColumns } from "./columns";

const STORAGE_KEY = "retune:feedback-columns";
const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
};

function readStored(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) ?? "";
  } catch {
    return "";
  }
}

function writeStored(value: string): void {
  try {
    if (value) localStorage.setItem(STORAGE_KEY, value);
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // Without storage the choice lasts as long as the address does.
  }
  for (const listener of listeners) listener();
}

/** Which columns are shown: those the URL names, else those chosen here last, else the usual ones. A choice goes to both. */
export function useColumnChoice() {
  const [inUrl, setInUrl] = useQueryState("columns", columnsParser);
  const stored = useSyncExternalStore(subscribe, readStored, () => "");
  const wanted = useMemo(() => inUrl ?? (stored ? stored.split(",") : defaultColumnIds), [inUrl, stored]);
  const columns = useMemo(
    () => feedbackTableColumns.filter((column) => column.isRequired || wanted.includes(column.id)),
    [wanted],
  );

  const setShown = useCallback(
    (id: string, isShown: boolean) => {
      const next = feedbackTableColumns
        .map((column) => column.id)
        .filter((each) => (each === id ? isShown : wanted.includes(each)));
      writeStored(next.join(","));
      setInUrl(next);
    },
    [wanted, setInUrl],
  );
  const reset = useCallback(() => {
    writeStored("");
    setInUrl(null);
  }, [setInUrl]);
  return { columns, setShown, reset, isDefault: inUrl === null && stored === "" };
}
