"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/format/cn";
import { formatCount, formatInterval, formatPercent, formatPoints } from "@/lib/format/number";
import { SMALL_SAMPLE } from "@/lib/stats/wilson";
import { improvementOutcomeOptions } from "@/lib/tuning/improvements/query-options";
import type { ImprovementOutcome, ImprovementRow } from "@/lib/tuning/improvements/schemas";
import { categoryNames } from "@/lib/tuning/vocabulary";

/** What the turns before and since the version in which a note was applied say. An observation, no proof of cause. */
export function NoteOutcome({ note }: { note: ImprovementRow }) {
  const { data, error, refetch } = useQuery(improvementOutcomeOptions(note.id));
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) {
    return (
      <div role="status" aria-label="Loading the outcome" className="grid gap-2">
        <Skeleton className="h-11 w-full" />
        <Skeleton className="h-11 w-full" />
      </div>
    );
  }
  const of = note.category === null ? "without a category" : `in “${categoryNames[note.category]}”`;
  return (
    <div className="grid gap-3 text-13">
      <p className="text-muted">
        Reviewed turns with {data.matched_by === "intent" ? "the same intent" : "a similar question"} that got
        a note {of}, before and since{" "}
        <code className="font-mono text-xs break-all">{data.applied_in_version}</code> first appeared.
      </p>
      <Side label="Before" side={data.before} />
      <Side label="Since" side={data.after} />
      <Difference outcome={data} />
      <p className="text-xs text-muted">
        An observation, not proof of cause: other things change between versions, and the turns are not the
        same ones. 95% intervals: Wilson for a share, Newcombe for the difference.
        {data.is_limited ? " Only the 5,000 reviews that were finished last were looked at." : null}
      </p>
      {data.later_turns.length === 0 ? null : <LaterTurns turns={data.later_turns} />}
    </div>
  );
}

function Side({ label, side }: { label: string; side: ImprovementOutcome["before"] }) {
  const isSmall = side.turns < SMALL_SAMPLE;
  return (
    <div className={cn("grid gap-0.5", isSmall && "text-muted")}>
      <div className="flex items-baseline gap-2">
        <span className="mr-auto">{label}</span>
        {side.share === null ? (
          <span className="text-xs">no reviewed turn</span>
        ) : (
          <>
            <span className="font-medium">{formatPercent(side.share)}</span>
            <span className="text-xs text-muted">
              {formatInterval(side.ci_low, side.ci_high, 0)} · {formatCount(side.noted)} of{" "}
              {formatCount(side.turns)} {side.turns === 1 ? "turn" : "turns"}
            </span>
          </>
        )}
      </div>
      <span aria-hidden className="relative block h-4">
        <span className="absolute inset-x-0 top-1/2 h-px bg-border" />
        {side.share === null || side.ci_low === null || side.ci_high === null ? null : (
          <>
            <span
              className={cn(
                "absolute top-1/2 h-2 -translate-y-1/2 rounded-full",
                isSmall ? "bg-input" : "bg-chart-1 opacity-35",
              )}
              style={{ left: `${side.ci_low * 100}%`, right: `${(1 - side.ci_high) * 100}%` }}
            />
            <span
              className={cn(
                "absolute top-1/2 h-3 w-0.5 -translate-x-1/2 -translate-y-1/2",
                isSmall ? "bg-muted" : "bg-chart-1",
              )}
              style={{ left: `${side.share * 100}%` }}
            />
          </>
        )}
      </span>
    </div>
  );
}

/** A hyphen beside a unit can be overlooked. */
const minus = (text: string) => text.replace("-", "−");

function Difference({ outcome: { difference, ci_low, ci_high } }: { outcome: ImprovementOutcome }) {
  if (difference === null) {
    return <p>There is nothing to compare until both sides have reviewed turns.</p>;
  }
  const isClear = ci_low !== null && ci_high !== null && ci_low * ci_high > 0;
  return (
    <p>
      <span className="font-medium">{minus(formatPoints(difference))}</span>
      {ci_low === null || ci_high === null ? null : (
        <span className="text-muted">
          {" "}
          (95%: {minus(formatPoints(ci_low))} to {minus(formatPoints(ci_high))})
        </span>
      )}
      {isClear
        ? difference < 0
          ? ", fewer such notes than before."
          : ", more such notes than before."
        : ", which may be chance."}
    </p>
  );
}

function LaterTurns({ turns }: { turns: ImprovementOutcome["later_turns"] }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">
        {turns.length === 1 ? "The turn since" : `The newest ${turns.length} turns since`}
      </summary>
      <ul className="mt-2 divide-y border-y">
        {turns.map((turn) => (
          <li key={turn.turn_id}>
            <Link
              href={`/tuning/review?turn=${turn.turn_id}`}
              className="grid gap-0.5 rounded-md px-1 py-2 hover:bg-subtle"
            >
              <span className="flex items-center gap-2">
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {turn.user_message.slice(0, 200)}
                </span>
                {turn.has_same_note ? (
                  <Badge tone="warning">noted again</Badge>
                ) : (
                  <Badge tone="positive">not noted</Badge>
                )}
              </span>
              <span dir="auto" className="truncate text-xs text-muted">
                {turn.master_prompt_version ? `${turn.master_prompt_version} · ` : ""}
                {turn.era_response.slice(0, 200)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
