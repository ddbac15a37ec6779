"use client";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button, buttonStyles } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { nameCategories } from "@/lib/tuning/reviews/prepare-agreement";
import type { Disagreement } from "@/lib/tuning/reviews/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** A turn with what each of the two says of it, and the decision if there is one. */
export function DisagreementItem({
  turn,
  onDecide,
}: {
  turn: Disagreement;
  /** Null for people who may not decide. */
  onDecide: (() => void) | null;
}) {
  return (
    <li className="grid gap-3 p-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="grid min-w-0 content-start gap-2 text-13">
        <div className="font-medium">
          <LongText text={turn.user_message} />
        </div>
        <div className="max-h-40 overflow-y-auto text-muted">
          <LongText text={turn.era_response} />
        </div>
      </div>
      <div className="grid content-start gap-2 text-13">
        <SideLine label="1st" side={turn.first} differsIn={turn.differs_in} />
        <SideLine label="2nd" side={turn.second} differsIn={turn.differs_in} />
        {turn.adjudication ? (
          <div className="grid gap-1 rounded-md bg-positive-subtle p-2">
            <span className="text-positive">
              Decided: {nameCategories(turn.adjudication.categories) || "none of them"}
            </span>
            {turn.adjudication.note === null ? null : <LongText text={turn.adjudication.note} />}
            <span className="text-xs text-muted">
              {turn.adjudication.adjudicator_label ?? "–"}, <Time value={turn.adjudication.updated_at} />
            </span>
          </div>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {onDecide ? (
            <Button variant="outline" size="sm" onClick={onDecide}>
              {turn.adjudication ? "Change the decision" : "Decide"}
            </Button>
          ) : null}
          <Link
            href={`/tuning/review?turn=${turn.turn_id}`}
            className={buttonStyles({ variant: "ghost", size: "sm" })}
          >
            Open the turn
          </Link>
        </div>
      </div>
    </li>
  );
}

/** What one reviewer noted; what the other did not is marked. */
export function SideLine({
  label,
  side,
  differsIn,
}: {
  label: string;
  side: Disagreement["first"];
  differsIn: Disagreement["differs_in"];
}) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="min-w-0 truncate text-muted">
        {label} {side.reviewer_label ?? ""}
      </span>
      {side.categories.length === 0 ? <span>nothing noted</span> : null}
      {side.categories.map((category) => (
        <Badge key={category} tone={differsIn.includes(category) ? "warning" : "neutral"}>
          {categoryNames[category]}
        </Badge>
      ))}
    </div>
  );
}
