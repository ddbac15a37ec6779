"use client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { DatasetForm } from "@/lib/datasets/definitions/prepare-form";

const PAUSE_MS = 250;
/** Drafts of another shape are not read. */
const SHAPE = 1;

type Stored = { shape: number; stamp: string; form: DatasetForm };

function readDraft(key: string, stamp: string): DatasetForm | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? "null") as Stored | null;
    return stored?.shape === SHAPE && stored.stamp === stamp ? stored.form : null;
  } catch {
    // A browser that keeps nothing, or something else under the key: there is no draft.
    return null;
  }
}

/**
 * A form that a reload of the tab does not lose. What is kept belongs to a `stamp`: another one (another address, another
 * version of the dataset) begins with `initial` again.
 */
export function useFormDraft({
  key,
  initial,
  stampOf,
  onKeep,
}: {
  key: string;
  initial: DatasetForm;
  stampOf: (form: DatasetForm) => string;
  /** After each pause in typing, with the stamp of what is kept. */
  onKeep?: (stamp: string) => void;
}) {
  const [form, setForm] = useState(initial);
  const [isRestored, setIsRestored] = useState(false);
  const keep = useRef<(() => void) | null>(null);
  const latest = useRef({ initial, stampOf, onKeep });
  useLayoutEffect(() => {
    latest.current = { initial, stampOf, onKeep };
  });

  useEffect(() => {
    const { initial: begun, stampOf: stamp } = latest.current;
    const draft = readDraft(key, stamp(begun));
    if (!draft || JSON.stringify(draft) === JSON.stringify(begun)) return;
    setForm(draft);
    setIsRestored(true);
  }, [key]);

  const change = useCallback(
    (next: DatasetForm) => {
      setForm(next);
      keep.current = () => {
        keep.current = null;
        const stamp = latest.current.stampOf(next);
        try {
          sessionStorage.setItem(key, JSON.stringify({ shape: SHAPE, stamp, form: next } satisfies Stored));
        } catch {
          // Full or switched off: the form is still on the page.
        }
        latest.current.onKeep?.(stamp);
      };
    },
    [key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the form starts the pause again
  useEffect(() => {
    const timer = setTimeout(() => keep.current?.(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [form]);
  useEffect(() => {
    const flush = () => keep.current?.();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, []);

  const forget = useCallback(() => {
    keep.current = null;
    setIsRestored(false);
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }, [key]);
  return { form, change, isRestored, forget };
}
