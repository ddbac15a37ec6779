"use client";
import { useSyncExternalStore } from "react";

const TICK_MS = 30_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

/** The time in ms, renewed every half minute by one timer for the whole page; null on the server and while hydrating. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(
    subscribe,
    () => (now ||= Date.now()),
    () => null,
  );
}

const never = () => () => {};

/** Whether the page has been hydrated, so that what depends on the viewer (time zone, platform) may be drawn. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
