"use client";
import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import type { Feedback } from "@/lib/feedback/schemas";
import { fieldLabels } from "./field-labels";
import type { VoteChanges } from "./use-vote-draft";

/**
 * Someone has changed the vote since the draft was begun: what it holds now, for the fields that the draft changes too.
 * The draft is kept until the person decides.
 */
export function VoteConflict({
  vote,
  changes,
  onKeep,
  onDiscard,
}: {
  vote: Feedback;
  changes: VoteChanges;
  onKeep: () => void;
  onDiscard: () => void;
}) {
  const fields = Object.keys(changes) as (keyof VoteChanges)[];
  return (
    <div
      role="alert"
      className="m-4 grid gap-3 rounded-md border border-warning bg-warning-subtle p-3 text-13"
    >
      <p className="flex gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
        <span>
          <strong className="font-medium">Someone changed this vote</strong> <Time value={vote.updated_at} />,
          after you began. Your draft is kept below. The vote now holds:
        </span>
      </p>
      <dl className="grid gap-2 pl-6">
        {fields.map((field) => (
          <div key={field}>
            <dt className="text-xs font-medium">{fieldLabels[field] ?? field}</dt>
            <dd>
              <LongText text={toSentence(field, vote[field])} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2 pl-6">
        <Button variant="outline" size="sm" onClick={onKeep}>
          Keep my draft
        </Button>
        <Button variant="outline" size="sm" onClick={onDiscard}>
          Discard my draft
        </Button>
      </div>
    </div>
  );
}

function toSentence(field: keyof VoteChanges, value: string | number | null): string {
  if (value === null) return field === "corrected_response" ? "No corrected response" : "Nothing";
  if (field === "rating") return value === 1 ? "Thumbs up" : "Thumbs down";
  return String(value);
}
