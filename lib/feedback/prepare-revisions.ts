import type { Feedback, FeedbackRevision } from "./schemas";

/** One field of a change: what it was and what it became. */
export type FieldChange = { field: string; before: unknown; after: unknown };

/** One change of a vote: who made it, when (ISO 8601 UTC) and what it did. */
export type VoteChange = {
  id: number;
  editor: { kind: FeedbackRevision["editor_kind"]; label: string | null };
  changedAt: string;
  fields: FieldChange[];
};

/**
 * The changes of a vote, newest first. A revision keeps only what its change overwrote; what a field became is what the
 * next change overwrote, or what the vote holds now.
 */
export function prepareRevisions(vote: Feedback, revisions: readonly FeedbackRevision[]): VoteChange[] {
  const newestFirst = [...revisions].sort((a, b) => b.id - a.id);
  const next: Record<string, unknown> = { ...vote };
  return newestFirst.map((revision) => {
    const fields = Object.entries(revision.old_values).map(([field, before]) => {
      const after = next[field] ?? null;
      next[field] = before;
      return { field, before, after };
    });
    return {
      id: revision.id,
      editor: { kind: revision.editor_kind, label: revision.editor_label },
      changedAt: revision.created_at,
      fields,
    };
  });
}
