"use client";
import { useSearchParams } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useEffect, useRef } from "react";

/**
 * The open row of a list, held by the parameter `name` of the URL. Opening adds one entry to the history, going on to
 * another row does not, and closing goes back over that entry, so that Back after closing leaves the list rather than
 * opening the row again.
 */
export function useOpenRow(name: string) {
  const [openId, setOpenId] = useQueryState(name, parseAsString);
  const search = new URLSearchParams(useSearchParams());
  search.delete(name);
  const others = search.toString();
  /** Whether the entry before this one is the list as it is now, without an open row. */
  const isOwnEntry = useRef(false);
  /** The address is written with a delay; going back before would be overtaken by it. */
  const written = useRef<Promise<unknown>>(Promise.resolve());

  // biome-ignore lint/correctness/useExhaustiveDependencies: filters changed beside an open row have entries of their own
  useEffect(() => {
    isOwnEntry.current = false;
  }, [others]);
  useEffect(() => {
    if (openId === null) isOwnEntry.current = false;
  }, [openId]);

  const move = useCallback(
    (id: string) => {
      written.current = setOpenId(id, { history: "replace" });
    },
    [setOpenId],
  );
  const open = useCallback(
    (id: string) => {
      if (openId !== null) return move(id);
      isOwnEntry.current = true;
      written.current = setOpenId(id, { history: "push" });
    },
    [openId, move, setOpenId],
  );
  const close = useCallback(async () => {
    await written.current;
    if (isOwnEntry.current) {
      isOwnEntry.current = false;
      window.history.back();
    } else await setOpenId(null, { history: "replace" });
  }, [setOpenId]);
  return { openId, open, move, close };
}
