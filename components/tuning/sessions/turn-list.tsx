"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { type TableContinuation, TableFoot } from "@/components/data-table/table-foot";
import { useShortcut } from "@/components/shell/shortcuts";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import type { Turn } from "@/lib/tuning/sessions/schemas";
import { TurnCard } from "./turn-card";

const noNotes: readonly Improvement[] = [];
/** The bar that sticks to the top of every page, and a little air, in CSS pixels. */
const TOP = 72;
const GAP = 16;
const ESTIMATE = 360;
/** Turns before the end at which the next ones are asked for. */
const LOOK_AHEAD = 30;

/** The turns of a session, of which only those in view are in the document. j and k go from turn to turn, r reviews one. */
export function TurnList({
  turns,
  notes,
  continuation,
  wantedTurn,
  canReview = true,
}: {
  turns: readonly Turn[];
  notes: ReadonlyMap<string, readonly Improvement[]>;
  continuation: TableContinuation;
  /** Number of the turn to begin at; the ones up to it are fetched first. */
  wantedTurn: number | null;
  /** False where turns cannot be reviewed, as in the archive. */
  canReview?: boolean;
}) {
  const router = useRouter();
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [current, setCurrent] = useState<number | null>(null);
  useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0), []);

  const virtualizer = useWindowVirtualizer({
    count: turns.length,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => turns[index]?.id ?? index,
    overscan: 4,
    gap: GAP,
    scrollMargin: margin,
    scrollPaddingStart: TOP,
  });
  const items = virtualizer.getVirtualItems();

  const { hasMore, isLoading, error, onLoadMore } = continuation;
  const wantedIndex = wantedTurn === null ? -1 : turns.findIndex((turn) => turn.turn_number >= wantedTurn);
  const isAwaited = wantedTurn !== null && wantedIndex < 0;
  const isNearEnd = isAwaited || (items.at(-1)?.index ?? 0) >= turns.length - LOOK_AHEAD;
  useEffect(() => {
    if (isNearEnd && hasMore && !isLoading && !error) onLoadMore();
  }, [isNearEnd, hasMore, isLoading, error, onLoadMore]);

  const show = (index: number) => {
    setCurrent(index);
    virtualizer.scrollToIndex(index, { align: "start" });
  };
  const shownFor = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each turn that the address names
  useEffect(() => {
    if (wantedIndex < 0 || shownFor.current === wantedTurn) return;
    shownFor.current = wantedTurn;
    show(wantedIndex);
  }, [wantedIndex, wantedTurn]);

  /** Where j and k go on from: the marked turn, else the first one in view. */
  const place = () =>
    current ?? (items.find((item) => item.end > (virtualizer.scrollOffset ?? 0) + TOP)?.index ?? 0) - 1;
  useShortcut({
    keys: "j",
    label: "Next turn",
    group: "Session",
    run: () => turns.length > 0 && show(Math.min(turns.length - 1, place() + 1)),
  });
  useShortcut({
    keys: "k",
    label: "Previous turn",
    group: "Session",
    run: () => turns.length > 0 && show(Math.max(0, place() - 1)),
  });
  useShortcut({
    keys: "r",
    isEnabled: canReview,
    label: "Review the marked turn",
    group: "Session",
    run: () => {
      const turn = turns[Math.max(0, current ?? place() + 1)];
      if (turn) router.push(`/tuning/review?turn=${turn.id}`);
    },
  });

  return (
    <div ref={list}>
      <div
        role="feed"
        aria-label="Turns"
        aria-busy={isLoading}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, start, key }) => {
          const turn = turns[index];
          if (!turn) return null;
          return (
            <div
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${start - margin}px)` }}
            >
              <TurnCard
                turn={turn}
                notes={notes.get(turn.id) ?? noNotes}
                isCurrent={index === current}
                canReview={canReview}
              />
            </div>
          );
        })}
      </div>
      <TableFoot continuation={continuation} />
    </div>
  );
}
