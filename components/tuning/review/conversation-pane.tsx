"use client";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format/number";
import type { QueueProgress } from "@/lib/tuning/queues/schemas";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { ConversationList } from "./conversation-list";
import { TurnChips } from "./turn-chips";
import { useConversation } from "./use-conversation";
import { REVIEW_KEYS } from "./use-review-form";

/** The conversation with the turn under review, what was measured of it, and the way to its neighbours. */
export function ConversationPane({
  screen,
  turnId,
  heading,
  following,
  progress,
  onSelect,
}: {
  screen: ReviewScreen;
  turnId: string;
  heading: React.RefObject<HTMLHeadingElement | null>;
  /** Told which turn comes after this one in the session. */
  following: React.RefObject<string | null>;
  progress: QueueProgress | undefined;
  onSelect: (turnId: string) => void;
}) {
  const conversation = useConversation(screen, turnId);
  const { turns, index, query } = conversation;
  const turn = turns[index] ?? (screen.turn.id === turnId ? screen.turn : undefined);
  const next = turns[index + 1]?.id ?? null;
  useEffect(() => {
    following.current = index >= 0 ? next : null;
  }, [following, index, next]);

  // A move that was asked for before the turn it leads to had arrived.
  const waiting = useRef<1 | -1 | null>(null);
  const handleMove = (step: 1 | -1) => {
    const neighbour = index < 0 ? undefined : turns[index + step];
    const hasMore = step > 0 ? query.hasNextPage : query.hasPreviousPage;
    waiting.current = !neighbour && (index < 0 || hasMore) ? step : null;
    if (neighbour) onSelect(neighbour.id);
    else if (hasMore) void (step > 0 ? query.fetchNextPage() : query.fetchPreviousPage());
  };
  useEffect(() => {
    const neighbour = waiting.current === null || index < 0 ? undefined : turns[index + waiting.current];
    if (!neighbour) return;
    waiting.current = null;
    onSelect(neighbour.id);
  }, [turns, index, onSelect]);
  useShortcut({
    keys: ["j", "ArrowDown"],
    label: "Next turn of the conversation",
    group: REVIEW_KEYS,
    run: () => handleMove(1),
  });
  useShortcut({
    keys: ["k", "ArrowUp"],
    label: "Previous turn of the conversation",
    group: REVIEW_KEYS,
    run: () => handleMove(-1),
  });

  // Wherever a key was pressed, the next turn begins at its heading: its own keys work from there.
  const shown = useRef(turnId);
  useEffect(() => {
    if (shown.current === turnId) return;
    shown.current = turnId;
    waiting.current = null;
    heading.current?.focus({ preventScroll: true });
  }, [heading, turnId]);

  const total = screen.turn.session_turns;
  return (
    <section
      aria-label="Conversation"
      className="flex min-h-0 scroll-mt-14 flex-col border-b max-lg:h-[70dvh] lg:border-r xl:border-b-0"
    >
      <div className="shrink-0 border-b px-4 py-2">
        <div className="flex min-h-6 items-center gap-1">
          <h2 ref={heading} tabIndex={-1} className="mr-auto rounded-md text-13 font-semibold">
            Turn {turn ? formatCount(turn.turn_number) : "…"}{" "}
            <span className="font-normal text-muted">of {formatCount(total)}</span>
          </h2>
          <Button
            variant="ghost"
            size="icon"
            className="size-6"
            aria-label="Previous turn"
            disabled={index === 0 && !query.hasPreviousPage}
            onClick={() => handleMove(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon"
            className="size-6"
            aria-label="Next turn"
            disabled={index === turns.length - 1 && !query.hasNextPage}
            onClick={() => handleMove(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
        </div>
        {turn ? (
          <div className="mt-1.5">
            <TurnChips
              turn={{
                ...turn,
                master_prompt_version: screen.turn.master_prompt_version,
                branch_name: screen.turn.branch_name,
              }}
            />
          </div>
        ) : null}
      </div>
      <ConversationList conversation={conversation} turnId={turnId} onSelect={onSelect} />
      <p aria-live="polite" className="sr-only">
        {turn ? `Turn ${turn.turn_number} of ${total}.` : ""}
        {progress ? ` You have done ${progress.my_done} turns.` : ""}
      </p>
    </section>
  );
}
