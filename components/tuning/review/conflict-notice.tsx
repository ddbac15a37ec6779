"use client";
import { TriangleAlert } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { countStatements } from "@/lib/tuning/reviews/prepare-review";
import type { ReviewDraft, TurnReview } from "@/lib/tuning/reviews/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";
import type { ReviewStore } from "./review-store";

/** The same turn was saved from elsewhere, such as another tab: what that says, and the choice. Nothing is lost before it is made. */
export function ConflictNotice({
  store,
  mine,
  stored,
  review,
}: {
  store: ReviewStore;
  mine: ReviewDraft;
  stored: ReviewDraft;
  review: TurnReview;
}) {
  const handleTake = () => {
    const given = store.takeStored();
    toast("The other version is shown", {
      position: "top-center",
      duration: 15_000,
      action: { label: "Undo", onClick: () => store.change(() => given) },
    });
  };
  // Nothing more is saved before the choice, so it stays in view however far the page or the form is scrolled.
  return (
    <div
      id="review-conflict"
      tabIndex={-1}
      role="alert"
      className="grid max-h-[45dvh] shrink-0 scroll-mt-16 gap-3 overflow-y-auto border-b bg-warning-subtle px-4 py-3 text-13 max-lg:sticky max-lg:top-14 max-lg:z-10 lg:px-6"
    >
      <p className="flex gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
        <span>
          <strong className="font-medium">You saved this turn elsewhere too</strong>,{" "}
          <Time value={review.updated_at} />. What you typed here is kept and not saved yet. Which one holds?
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="sm" onClick={() => store.keepMine()}>
          Keep what is here
        </Button>
        <Button variant="outline" size="sm" onClick={handleTake}>
          Take the other
        </Button>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Version title="Here" content={mine} />
        <Version title="Elsewhere" content={stored} />
      </div>
    </div>
  );
}

function Version({ title, content }: { title: string; content: ReviewDraft }) {
  const { ratings, verdicts, notes, hasBetterAnswer } = countStatements(content);
  return (
    <div className="min-w-0 rounded-md border bg-surface p-3">
      <h3 className="mb-1 text-xs font-medium">{title}</h3>
      <ul className="grid gap-1">
        {content.improvements.slice(0, 5).map((note) => (
          <li key={note.id} className="break-words">
            {note.category ? <span className="text-muted">{categoryNames[note.category]}: </span> : null}
            {note.improvement_note.slice(0, 300) || <span className="text-muted">no text yet</span>}
          </li>
        ))}
        {notes === 0 ? <li className="text-muted">No note</li> : null}
        {notes > 5 ? <li className="text-muted">and {notes - 5} more notes</li> : null}
      </ul>
      {hasBetterAnswer ? (
        <div className="mt-2">
          <p className="text-xs text-muted">Better answer</p>
          <LongText text={content.better_response ?? ""} foldAt={300} />
        </div>
      ) : null}
      <p className="mt-2 text-xs text-muted">
        {ratings} {ratings === 1 ? "rating" : "ratings"}, {verdicts} {verdicts === 1 ? "verdict" : "verdicts"}
      </p>
    </div>
  );
}
