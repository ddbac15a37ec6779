"use client";
import { useCallback, useState } from "react";
import type { Feedback, FeedbackUpdate } from "@/lib/feedback/schemas";

/** Fields of a vote that people change here. */
export type VoteChanges = Pick<
  FeedbackUpdate,
  "comment" | "corrected_response" | "rating" | "intent" | "project"
>;

/** Changes that are not saved yet, and the `updated_at` of the vote they were made on. */
export type VoteDraft = { changes: VoteChanges; base: string };

const keyOf = (memberId: string, voteId: string) => `retune:draft:${memberId}:${voteId}`;

function read(key: string): VoteDraft | null {
  try {
    const stored = sessionStorage.getItem(key);
    return stored === null ? null : (JSON.parse(stored) as VoteDraft);
  } catch {
    return null;
  }
}

function write(key: string, draft: VoteDraft | null): void {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Full or forbidden storage: the draft lasts as long as the panel is open.
  }
}

/**
 * What a member has changed of a vote and not saved. It outlives closing the panel and reloading the page, belongs to
 * this tab and this member, and is gone when it is saved, discarded, or changed back.
 */
export function useVoteDraft(memberId: string, vote: Feedback) {
  const key = keyOf(memberId, vote.id);
  const [draft, setDraft] = useState<VoteDraft | null>(() => read(key));

  const change = useCallback(
    (patch: VoteChanges) => {
      const changes: VoteChanges = { ...draft?.changes, ...patch };
      for (const name of Object.keys(changes) as (keyof VoteChanges)[]) {
        if (changes[name] === vote[name]) delete changes[name];
      }
      const next = Object.keys(changes).length > 0 ? { changes, base: draft?.base ?? vote.updated_at } : null;
      write(key, next);
      setDraft(next);
    },
    [key, draft, vote],
  );

  const replace = useCallback(
    (next: VoteDraft | null) => {
      write(key, next);
      setDraft(next);
    },
    [key],
  );

  return { draft, change, replace };
}
