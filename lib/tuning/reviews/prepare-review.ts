import { type Category, chunkVerdicts } from "../vocabulary";
import type { ReviewContent, ReviewDraft, ReviewNote, ReviewScreen } from "./schemas";

/** A note while it is written: its text may be empty. */
export type DraftNote = ReviewDraft["improvements"][number];

/** What has to be put right before a review can be finished. `noteId` names the note, `path` the field. */
export type ReviewIssue = { path: string; message: string; noteId?: string };

/** A review in which nothing is said. */
export function emptyReview(): ReviewDraft {
  return {
    better_response: null,
    thumbs: null,
    professionalism_score: null,
    empathy_score: null,
    clarity_score: null,
    has_policy_citation: null,
    appropriate_action_suggested: null,
    structure_complete: null,
    chunk_verdicts: { verdicts: {}, missing: null },
    improvements: [],
  };
}

/** A random UUID, also where the page has no secure context and so no `crypto.randomUUID`. */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A note of which nothing is written yet. */
export function emptyNote(id: string): DraftNote {
  return { id, improvement_note: "", category: null, severity: null };
}

export const isEmptyNote = (note: DraftNote): boolean =>
  note.improvement_note.trim() === "" && note.category === null && note.severity === null;

/**
 * What the form of a turn starts from: the draft, else what was finished, else the notes the reviewer has already made of
 * the turn elsewhere.
 */
export function startReview({ review, improvements }: ReviewScreen, reviewerId: string): ReviewDraft {
  if (review?.draft) return review.draft;
  if (review?.state === "done") return review.content;
  const own = improvements.filter(
    ({ author_kind, author_id }) => author_kind === "member" && author_id === reviewerId,
  );
  return {
    ...emptyReview(),
    improvements: own.map(({ id, improvement_note, category, severity }) => ({
      id,
      improvement_note,
      category,
      severity,
    })),
  };
}

// Neither can be stored: Postgres has no NUL, and half a character is no text.
const toStorable = (text: string) => text.replaceAll("\0", "").toWellFormed();
/** As many removed notes as the API takes. */
const MAX_REMOVED = 1_000;
const orNull = (text: string | null) => (text === null || text.trim() === "" ? null : toStorable(text));

/** The draft as it is sent: without empty notes, with verdicts in their order. Two drafts that say the same become equal. */
export function tidyReview(draft: ReviewDraft): ReviewDraft {
  const { verdicts, missing } = draft.chunk_verdicts;
  const places = Object.keys(verdicts).sort((a, b) => Number(a) - Number(b));
  const shown = new Set(draft.improvements.map((note) => note.id));
  const removed = new Set((draft.removed_improvements ?? []).slice(-MAX_REMOVED));
  return {
    better_response: orNull(draft.better_response),
    thumbs: draft.thumbs,
    professionalism_score: draft.professionalism_score,
    empathy_score: draft.empathy_score,
    clarity_score: draft.clarity_score,
    has_policy_citation: draft.has_policy_citation,
    appropriate_action_suggested: draft.appropriate_action_suggested,
    structure_complete: draft.structure_complete,
    chunk_verdicts: {
      verdicts: Object.fromEntries(
        places.flatMap((place) => {
          const verdict = verdicts[place];
          return verdict && chunkVerdicts.includes(verdict) ? [[place, verdict]] : [];
        }),
      ),
      missing: orNull(missing),
    },
    improvements: draft.improvements
      .filter((note) => !isEmptyNote(note))
      .map(({ id, improvement_note, category, severity }) => ({
        id,
        improvement_note: toStorable(improvement_note),
        category,
        severity,
      })),
    removed_improvements: [...removed].filter((id) => !shown.has(id)).sort(),
  };
}

/** What a review says, as a text that is equal for reviews that say the same. The order of notes says nothing. */
export function serializeReview(draft: ReviewDraft): string {
  const tidied = tidyReview(draft);
  const improvements = tidied.improvements.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.stringify({ ...tidied, improvements });
}

/** Whether two reviews say the same. */
export function isSameReview(one: ReviewDraft, other: ReviewDraft): boolean {
  return one === other || serializeReview(one) === serializeReview(other);
}

/** The review as it can be finished, or what stands in the way. A better answer that is the answer itself is none. */
export function finishReview(
  draft: ReviewDraft,
  answer: string,
): { content: ReviewContent; issues: [] } | { content: null; issues: ReviewIssue[] } {
  const tidied = tidyReview(draft);
  const issues = tidied.improvements.flatMap((note): ReviewIssue[] =>
    note.improvement_note.trim() === ""
      ? [
          {
            path: "improvement_note",
            message: "Write what should change, or remove this note.",
            noteId: note.id,
          },
        ]
      : [],
  );
  if (issues.length > 0) return { content: null, issues };
  const isAnswer = tidied.better_response === toLineFeeds(answer);
  return {
    content: { ...tidied, better_response: isAnswer ? null : tidied.better_response },
    issues: [],
  };
}

/** A text field gives its text back with line feeds only, whatever it was filled with. */
export const toLineFeeds = (text: string): string => text.replace(/\r\n?/g, "\n");

/** The draft with one note changed; a note that is not in it yet is added at the end. */
export function changeNote(draft: ReviewDraft, id: string, change: Partial<ReviewNote>): ReviewDraft {
  const isKnown = draft.improvements.some((note) => note.id === id);
  const notes = isKnown ? draft.improvements : [...draft.improvements, emptyNote(id)];
  return {
    ...draft,
    improvements: notes.map((note) => (note.id === id ? { ...note, ...change } : note)),
  };
}

/**
 * The draft without a note, and with its removal: only what is removed here may be deleted when the review is finished,
 * never a note that this form has not shown. Adding the note again takes the removal back.
 */
export function removeNote(draft: ReviewDraft, id: string): ReviewDraft {
  return {
    ...draft,
    improvements: draft.improvements.filter((note) => note.id !== id),
    removed_improvements: [...(draft.removed_improvements ?? []), id],
  };
}

/** The draft that holds instead of another one: notes that only the other one has count as removed. */
export function replaceReview(draft: ReviewDraft, other: ReviewDraft): ReviewDraft {
  const kept = new Set(draft.improvements.map((note) => note.id));
  return other.improvements
    .filter((note) => !kept.has(note.id))
    .reduce((result, note) => removeNote(result, note.id), draft);
}

/** The draft with the note's category set, or taken away when it is the one it has. */
export function toggleCategory(draft: ReviewDraft, id: string, category: Category): ReviewDraft {
  const current = draft.improvements.find((note) => note.id === id)?.category ?? null;
  return changeNote(draft, id, { category: current === category ? null : category });
}

/** How many things a review says: for a short summary of it. */
export function countStatements(draft: ReviewDraft): {
  notes: number;
  ratings: number;
  verdicts: number;
  hasBetterAnswer: boolean;
} {
  const tidied = tidyReview(draft);
  const ratings = [
    tidied.thumbs,
    tidied.professionalism_score,
    tidied.empathy_score,
    tidied.clarity_score,
    tidied.has_policy_citation,
    tidied.appropriate_action_suggested,
    tidied.structure_complete,
  ];
  return {
    notes: tidied.improvements.length,
    ratings: ratings.filter((value) => value !== null).length,
    verdicts: Object.keys(tidied.chunk_verdicts.verdicts).length,
    hasBetterAnswer: tidied.better_response !== null,
  };
}
