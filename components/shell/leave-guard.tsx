"use client";
import { useRouter } from "next/navigation";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { AlertDialog } from "@/components/ui/dialog";
import { type Departure, findLosses, type Unsaved } from "./departures";

type Guard = {
  /** Until the returned function is called, leaving asks about it first. */
  hold: (unsaved: Unsaved) => () => void;
  /** Goes there, or asks first when that would lose something. */
  leave: (departure: Departure, go: () => void) => void;
};

const Context = createContext<Guard>({ hold: () => () => {}, leave: (_departure, go) => go() });

/** A press that opens the address here: not a new tab, a file or another site, which leave this page as it is. */
function readLink(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.hasAttribute("download") || (link.target !== "" && link.target !== "_self")) return null;
  // The browser asks about other sites by itself.
  return link.origin === window.location.origin ? link : null;
}

/**
 * Asks before a move within the site would lose what is not saved: links, the browser's back and forward, and whatever
 * goes through useLeave(). The browser's own question covers reloading and closing.
 */
export function LeaveGuardProvider({ children }: { children: React.ReactNode }) {
  const router = useRouter();
  const held = useRef(new Set<Unsaved>());
  const isSettled = useRef(false);
  const [isAsking, setIsAsking] = useState(false);
  // Stays while the question fades away.
  const [asked, setAsked] = useState<{ losses: readonly Unsaved[]; go: () => void } | null>(null);

  const ask = useCallback((losses: readonly Unsaved[], go: () => void) => {
    setAsked({ losses, go });
    setIsAsking(true);
  }, []);
  const leave = useCallback(
    (departure: Departure, go: () => void) => {
      const losses = findLosses([...held.current], window.location.href, departure);
      if (losses.length === 0) go();
      else ask(losses, go);
    },
    [ask],
  );
  const guard = useMemo(
    () => ({
      hold: (unsaved: Unsaved) => {
        held.current.add(unsaved);
        return () => void held.current.delete(unsaved);
      },
      leave,
    }),
    [leave],
  );

  useEffect(() => {
    const find = (href: string) =>
      isSettled.current ? [] : findLosses([...held.current], window.location.href, { href });
    // In the capture phase, before the link's own handler moves on.
    const handleClick = (event: MouseEvent) => {
      const link = readLink(event);
      const losses = link ? find(link.href) : [];
      if (!link || losses.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      ask(losses, () => {
        // It may have been in a menu that is gone by the time of the answer.
        if (!link.isConnected) return router.push(link.href);
        isSettled.current = true;
        link.click();
        isSettled.current = false;
      });
    };
    // Where the browser lacks the Navigation API, back and forward cannot be held up: they are not asked about.
    const navigation = "navigation" in window ? window.navigation : undefined;
    const handleNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== "traverse" || !event.cancelable) return;
      const losses = find(event.destination.url);
      if (losses.length === 0) return;
      event.preventDefault();
      const { key } = event.destination;
      ask(losses, () => {
        isSettled.current = true;
        const settle = () => {
          isSettled.current = false;
        };
        navigation?.traverseTo(key).finished?.then(settle, settle);
      });
    };
    window.addEventListener("click", handleClick, { capture: true });
    navigation?.addEventListener("navigate", handleNavigate);
    return () => {
      window.removeEventListener("click", handleClick, { capture: true });
      navigation?.removeEventListener("navigate", handleNavigate);
    };
  }, [router, ask]);

  return (
    <Context value={guard}>
      {children}
      <AlertDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Leave without saving?"
        description={sentenceOf(asked?.losses ?? [])}
        confirmLabel="Leave without saving"
        onConfirm={() => {
          setIsAsking(false);
          asked?.go();
        }}
      />
    </Context>
  );
}

const sentenceOf = (losses: readonly Unsaved[]) =>
  `${losses.map(({ what }) => what).join(" and ")}: there are changes that are not saved. They are lost when you leave.`;

/** While `isUnsaved`, every way off the page asks first; `what` names what would be lost. */
export function useUnsaved(isUnsaved: boolean, { what, within }: Unsaved): void {
  const { hold } = useContext(Context);
  useEffect(() => {
    if (!isUnsaved) return;
    const release = hold({ what, within });
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      release();
      window.removeEventListener("beforeunload", ask);
    };
  }, [hold, isUnsaved, what, within]);
}

/** How to move when it is not by a link: goes at once, or after the question when something would be lost. */
export function useLeave(): Guard["leave"] {
  return useContext(Context).leave;
}
