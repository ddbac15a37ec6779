"use client";
import { createContext, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import { isStep, type Keys, stepsOf } from "./keys";

/** A key, what it does, and where the help lists it. */
export type Shortcut = {
  /** One or several that do the same, such as ["j", "ArrowDown"]. */
  keys: Keys | readonly Keys[];
  label: string;
  group: string;
  run: () => void;
  /** Also while typing in a field or inside a dialog. Only for combinations with mod. */
  isGlobal?: boolean;
  /** Also while typing in a field of the page, but not inside a dialog. Only for keys that type nothing. */
  isInFields?: boolean;
};

type Registry = {
  shortcuts: readonly Shortcut[];
  register: (shortcut: Shortcut) => () => void;
};

const Context = createContext<Registry>({ shortcuts: [], register: () => () => {} });

const SEQUENCE_MS = 1000;
const typing = "input, textarea, select, [contenteditable='true'], [role='textbox']";
// A panel beside the page is a dialog by role, but the page's keys go on working in it.
const elsewhere =
  "[role='dialog']:not([data-shortcuts='page']), [role='alertdialog'], [role='menu'], [role='listbox']";

/** A control that has a use of its own for arrows or digits keeps them: they are not the page's while it has the focus. */
function isOwnKey(event: KeyboardEvent, target: Element | null): boolean {
  const kind = event.key.startsWith("Arrow") ? "arrows" : /^\d$/.test(event.key) ? "digits" : null;
  return kind !== null && Boolean(target?.closest(`[data-own-keys~="${kind}"]`));
}

/** Holds the one list of shortcuts from which the handler, the badges and the help are made. */
export function ShortcutProvider({ children }: { children: React.ReactNode }) {
  const [shortcuts, setShortcuts] = useState<readonly Shortcut[]>([]);
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  const [register] = useState(() => (shortcut: Shortcut) => {
    setShortcuts((all) => [...all, shortcut]);
    return () => setShortcuts((all) => all.filter((each) => each !== shortcut));
  });

  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const handleKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      const isElsewhere = Boolean(target?.closest(elsewhere));
      // Enter presses the control that has the focus.
      const isPress = event.key === "Enter" && !event.ctrlKey && !event.metaKey;
      const isOnControl = isPress && Boolean(target?.closest("a[href], button, summary"));
      const isBusy =
        isElsewhere || isOnControl || isOwnKey(event, target) || Boolean(target?.closest(typing));
      const begun = first && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
      first = null;
      // The newest registration wins: what a page brings covers what the shell has.
      for (const shortcut of latest.current.toReversed()) {
        const isHeard = shortcut.isGlobal || (shortcut.isInFields && !isElsewhere);
        if (isBusy && !isHeard) continue;
        for (const keys of [shortcut.keys].flat()) {
          const [step = "", second] = stepsOf(keys);
          if (second !== undefined && isStep(step, event)) first = { key: step, at: event.timeStamp };
          const isHit = second === undefined ? isStep(step, event) : begun === step && isStep(second, event);
          if (!isHit || (second === undefined && begun !== null)) continue;
          event.preventDefault();
          first = null;
          shortcut.run();
          return;
        }
      }
    };
    document.addEventListener("keydown", handleKey);
    return () => document.removeEventListener("keydown", handleKey);
  }, []);

  return <Context value={{ shortcuts, register }}>{children}</Context>;
}

/** Registers a shortcut while the component is there (and `isEnabled`). It is listed in the help under its group. */
export function useShortcut({ isEnabled = true, ...shortcut }: Shortcut & { isEnabled?: boolean }): void {
  const { register } = useContext(Context);
  const run = useRef(shortcut.run);
  useLayoutEffect(() => {
    run.current = shortcut.run;
  });
  const keys = [shortcut.keys].flat().join("\n");
  const { label, group, isGlobal, isInFields } = shortcut;
  useEffect(() => {
    if (!isEnabled) return;
    return register({ keys: keys.split("\n"), label, group, isGlobal, isInFields, run: () => run.current() });
  }, [register, isEnabled, keys, label, group, isGlobal, isInFields]);
}

/** Every shortcut that works at this moment. */
export function useShortcuts(): readonly Shortcut[] {
  return useContext(Context).shortcuts;
}
