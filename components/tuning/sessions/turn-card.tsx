import { ClipboardCheck } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { buttonStyles } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/format/cn";
import { formatCount } from "@/lib/format/number";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import type { Turn } from "@/lib/tuning/sessions/schemas";
import { TurnChips } from "../review/turn-chips";
import { TurnScores } from "./turn-facts";
import { TurnNotes } from "./turn-notes";
import { TurnPassages } from "./turn-passages";

/** One question and its answer, with what is known and said of it beside them. */
export const TurnCard = memo(function TurnCard({
  turn,
  notes,
  isCurrent = false,
  canReview = true,
  children,
}: {
  turn: Turn;
  notes: readonly Improvement[];
  isCurrent?: boolean;
  /** False where the turn cannot be reviewed, as in the archive. */
  canReview?: boolean;
  /** Stands below the answer. */
  children?: React.ReactNode;
}) {
  return (
    <article
      aria-label={`Turn ${formatCount(turn.turn_number)}`}
      aria-current={isCurrent || undefined}
      className={cn(
        "rounded-md border bg-surface",
        isCurrent && "border-accent shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <header className="flex min-h-10 items-center gap-3 border-b px-4 py-1">
        <h2 className="text-13 font-medium">Turn {formatCount(turn.turn_number)}</h2>
        <Time value={turn.timestamp} className="text-xs text-muted" />
        {canReview ? (
          <Link
            href={`/tuning/review?turn=${turn.id}`}
            className={buttonStyles({ variant: "ghost", size: "sm", className: "ml-auto" })}
          >
            <ClipboardCheck aria-hidden />
            Review this turn
          </Link>
        ) : null}
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
          <Said by="User">
            <LongText text={turn.user_message} />
          </Said>
          <Said by="Assistant">
            <LongText text={turn.era_response} />
          </Said>
          <TurnPassages turn={turn} />
          {children}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
          {/* Version and branch are the session's and stand above. */}
          <TurnChips turn={{ ...turn, master_prompt_version: null, branch_name: null }} />
          <TurnScores turn={turn} />
          <TurnNotes notes={notes} />
        </div>
      </div>
    </article>
  );
});

/** A text with who said it. */
export function Said({ by, children }: { by: "User" | "Assistant"; children: React.ReactNode }) {
  return (
    <div
      className={cn(
        "grid grid-cols-[minmax(0,1fr)] gap-1",
        by === "User" && "rounded-md bg-subtle px-3 py-2",
      )}
    >
      <span className="text-xs text-muted">{by}</span>
      {children}
    </div>
  );
}
