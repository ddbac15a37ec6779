"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ConversationTurn } from "./conversation-turn";
import type { Conversation } from "./use-conversation";

const ESTIMATED_HEIGHT = 220;
/** Turns before either end at which the next ones are asked for. */
const LOOK_AHEAD = 8;

/** The conversation, of which only what is in view is in the document. The turn under review is brought into view when it changes. */
export function ConversationList({
  conversation,
  turnId,
  onSelect,
}: {
  conversation: Conversation;
  turnId: string;
  onSelect: (turnId: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { query, turns, index } = conversation;
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_HEIGHT,
    getItemKey: (at) => turns[at]?.id ?? at,
    overscan: 4,
    scrollPaddingStart: 32,
    // Turns that are added before those in view must not push them away.
    anchorTo: "end",
  });
  const items = virtualizer.getVirtualItems();

  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { hasPreviousPage, hasNextPage, isFetching, isError, fetchPreviousPage, fetchNextPage } = query;
  const isShown = useRef<string | null>(null);
  useEffect(() => {
    if (isFetching || isError || turns.length === 0 || isShown.current === null) return;
    if (hasNextPage && last >= turns.length - LOOK_AHEAD) void fetchNextPage();
    else if (hasPreviousPage && first < LOOK_AHEAD) void fetchPreviousPage();
  }, [
    first,
    last,
    turns.length,
    hasNextPage,
    hasPreviousPage,
    isFetching,
    isError,
    fetchNextPage,
    fetchPreviousPage,
  ]);

  // Until the reader scrolls, the turn stays where it was brought, whatever is added before it.
  const isLeft = useRef(false);
  useLayoutEffect(() => {
    if (index < 0 || (isShown.current === turnId && isLeft.current)) return;
    isShown.current = turnId;
    isLeft.current = false;
    virtualizer.scrollToIndex(index, { align: "start" });
  }, [index, turnId, virtualizer]);
  useEffect(() => {
    const handleResize = () => {
      if (!isLeft.current && index >= 0) virtualizer.scrollToIndex(index, { align: "start" });
    };
    window.addEventListener("resize", handleResize);
    return () => window.removeEventListener("resize", handleResize);
  }, [index, virtualizer]);
  const handleLeave = () => {
    isLeft.current = true;
  };

  return (
    <div
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="feed"
      aria-label="Conversation"
      onWheel={handleLeave}
      onTouchMove={handleLeave}
      onPointerDown={handleLeave}
      onKeyDown={handleLeave}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
    >
      {query.isPending ? (
        <ConversationSkeleton />
      ) : query.isError && turns.length === 0 ? (
        <ErrorState
          error={query.error}
          title="The conversation could not be loaded"
          onRetry={() => query.refetch()}
        />
      ) : (
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          <div
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
          >
            {items.map((item) => {
              const turn = turns[item.index];
              return turn ? (
                <div key={item.key} data-index={item.index} ref={virtualizer.measureElement}>
                  <ConversationTurn turn={turn} isCurrent={turn.id === turnId} onSelect={onSelect} />
                </div>
              ) : null;
            })}
          </div>
        </div>
      )}
    </div>
  );
}

function ConversationSkeleton() {
  return (
    <div role="status" aria-label="Loading the conversation" className="grid gap-6 p-4">
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid gap-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-20 w-full" />
        </div>
      ))}
    </div>
  );
}
