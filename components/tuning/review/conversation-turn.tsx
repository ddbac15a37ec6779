"use client";
import { LongText } from "@/components/ui/long-text";
import { cn } from "@/lib/format/cn";
import type { Turn } from "@/lib/tuning/sessions/schemas";

/** A question and its answer in the conversation. The one under review is marked; the others can be chosen. */
export function ConversationTurn({
  turn,
  isCurrent,
  onSelect,
}: {
  turn: Turn;
  isCurrent: boolean;
  onSelect: (turnId: string) => void;
}) {
  return (
    <article
      aria-label={`Turn ${turn.turn_number}`}
      aria-current={isCurrent ? "true" : undefined}
      className={cn(
        "group border-b border-l-2 px-4 py-4",
        isCurrent ? "border-l-accent bg-surface" : "border-l-transparent",
      )}
    >
      <div className="mb-2 flex min-h-5 items-center gap-2 text-xs">
        <span className={cn("font-medium", isCurrent ? "text-accent" : "text-muted")}>
          {turn.turn_number}
          {isCurrent ? <span className="ml-2">Under review</span> : null}
        </span>
        {isCurrent ? null : (
          <button
            type="button"
            // By keyboard the neighbours are one key away: Tab goes on to the form of the turn under review.
            tabIndex={-1}
            onClick={() => onSelect(turn.id)}
            className="rounded-md px-1.5 text-muted underline-offset-2 group-hover:underline hover:text-foreground"
          >
            Review this turn
          </button>
        )}
      </div>
      <div className={cn("grid gap-3", !isCurrent && "text-muted")}>
        <Message name="Question" text={turn.user_message} className="font-medium" />
        <Message name="Answer" text={turn.era_response} />
      </div>
    </article>
  );
}

function Message({ name, text, className }: { name: string; text: string; className?: string }) {
  return (
    <div className="grid gap-0.5">
      <h3 className="text-xs text-muted">{name}</h3>
      <div className="max-w-[72ch] leading-6">
        <LongText text={text} className={className} />
      </div>
    </div>
  );
}
