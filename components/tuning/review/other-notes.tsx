import { Badge } from "@/components/ui/badge";
import { LongText } from "@/components/ui/long-text";
import type { Improvement } from "@/lib/tuning/improvements/schemas";
import type { ReviewDraft, ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** What is noted of the turn beside the form, folded away: a reviewer should first have an opinion of their own. */
export function OtherNotes({
  screen,
  memberId,
  content,
}: {
  screen: ReviewScreen;
  memberId: string;
  /** What the form holds. */
  content: ReviewDraft;
}) {
  const isOwn = (note: Improvement) => note.author_kind === "member" && note.author_id === memberId;
  const inForm = new Set([
    ...content.improvements.map((note) => note.id),
    ...(content.removed_improvements ?? []),
  ]);
  const own = screen.improvements.filter((note) => isOwn(note) && !inForm.has(note.id));
  const notes = screen.improvements.filter((note) => !isOwn(note));
  const answers = screen.others.filter((review) => review.content.better_response !== null);
  const count = notes.length + answers.length;
  const facts = Object.entries(screen.turn.metadata);
  return (
    <div className="border-t">
      {own.length > 0 ? (
        <details className="border-b px-4 py-3 text-13">
          <summary className="cursor-pointer text-muted">Your notes from elsewhere ({own.length})</summary>
          <p className="mt-2 text-xs text-muted">
            Made in another window after this draft began. Done leaves them as they are.
          </p>
          <ul className="mt-3 grid gap-3">
            {own.map((note) => (
              <Note key={note.id} note={note} author="You" />
            ))}
          </ul>
        </details>
      ) : null}
      {count > 0 ? (
        <details className="border-b px-4 py-3 text-13">
          <summary className="cursor-pointer text-muted">What others said ({count})</summary>
          <ul className="mt-3 grid gap-3">
            {notes.map((note) => (
              <Note key={note.id} note={note} author={note.author_label ?? "Sent with the turn"} />
            ))}
            {answers.map((review) => (
              <li key={review.reviewer_id} className="grid gap-1">
                <p className="text-xs text-muted">
                  Better answer of {review.reviewer_label ?? "another reviewer"}
                </p>
                <LongText text={review.content.better_response ?? ""} foldAt={600} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {facts.length > 0 ? (
        <details className="px-4 py-3 text-13">
          <summary className="cursor-pointer text-muted">Metadata of the turn</summary>
          <pre className="mt-2 font-mono text-xs break-words whitespace-pre-wrap">
            {JSON.stringify(screen.turn.metadata, null, 2)}
          </pre>
        </details>
      ) : null}
    </div>
  );
}

function Note({ note, author }: { note: Improvement; author: string }) {
  return (
    <li className="grid gap-1">
      <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
        {author}
        {note.category ? <Badge>{categoryNames[note.category]}</Badge> : null}
      </p>
      <LongText text={note.improvement_note} foldAt={600} />
    </li>
  );
}
