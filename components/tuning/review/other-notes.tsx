import { Badge } from "@/components/ui/badge";
import { LongText } from "@/components/ui/long-text";
import type { ReviewScreen } from "@/lib/tuning/reviews/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** What others noted of the turn, folded away: a reviewer should first have an opinion of their own. */
export function OtherNotes({ screen, memberId }: { screen: ReviewScreen; memberId: string }) {
  const notes = screen.improvements.filter(
    (note) => !(note.author_kind === "member" && note.author_id === memberId),
  );
  const answers = screen.others.filter((review) => review.content.better_response !== null);
  const count = notes.length + answers.length;
  const facts = Object.entries(screen.turn.metadata);
  return (
    <div className="border-t">
      {count > 0 ? (
        <details className="border-b px-4 py-3 text-13">
          <summary className="cursor-pointer text-muted">What others said ({count})</summary>
          <ul className="mt-3 grid gap-3">
            {notes.map((note) => (
              <li key={note.id} className="grid gap-1">
                <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
                  {note.author_label ?? "Sent with the turn"}
                  {note.category ? <Badge>{categoryNames[note.category]}</Badge> : null}
                </p>
                <LongText text={note.improvement_note} foldAt={600} />
              </li>
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
