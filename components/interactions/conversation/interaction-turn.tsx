"use client";
import { ChevronDown, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { Time } from "@/components/ui/time";
import { cn } from "@/lib/format/cn";
import { formatMilliseconds } from "@/lib/format/duration";
import { formatCount, formatUsd } from "@/lib/format/number";
import { escalationOutcome } from "@/lib/interactions/prepare-thread";
import type { Interaction } from "@/lib/interactions/schemas";
import { Rating } from "./rating";
import { TurnDetails } from "./turn-details";

/** One question and its answer, with what it took and what came of it. */
export function InteractionTurn({
  turn,
  number,
  isOpen,
  canRate,
  outcomeAgent,
  onShow,
}: {
  turn: Interaction;
  /** Its place in the conversation; null when that is not known. */
  number: number | null;
  isOpen: boolean;
  canRate: boolean;
  /** Who took over after a suggested escalation, as far as that is loaded. */
  outcomeAgent: string | undefined;
  /** Brings another interaction of the conversation into view. */
  onShow: (id: string) => void;
}) {
  const [hasDetails, setHasDetails] = useState(false);
  return (
    <article
      aria-label={number === null ? "Interaction" : `Interaction ${formatCount(number)}`}
      aria-current={isOpen || undefined}
      className={cn(
        "min-w-0 rounded-md border bg-surface",
        isOpen && "border-accent shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1">
        <h3 className="min-w-0 truncate text-13 font-medium">{turn.agent_type}</h3>
        <span className="min-w-0 truncate text-xs text-muted">{turn.model ?? "no model"}</span>
        <Time value={turn.timestamp} className="ml-auto text-xs text-muted" />
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-3 text-13">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1 rounded-md bg-subtle px-3 py-2">
          <span className="text-xs text-muted">User</span>
          <LongText text={turn.user_message} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1 px-3">
          <span className="text-xs text-muted">Answer</span>
          <LongText text={turn.agent_response} />
        </div>
        <Escalation turn={turn} outcomeAgent={outcomeAgent} onShow={onShow} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 text-xs text-muted">
          <span>
            {turn.tokens_used === null ? "tokens unknown" : `${formatCount(turn.tokens_used)} tokens`}
          </span>
          {turn.cost_usd === null ? (
            <span className="text-warning">unpriced</span>
          ) : (
            <span>{formatUsd(turn.cost_usd)}</span>
          )}
          {turn.response_time_ms === null ? null : <span>{formatMilliseconds(turn.response_time_ms)}</span>}
          {turn.domain_classification === null ? null : <Badge>{turn.domain_classification}</Badge>}
          {turn.is_repeat ? <Badge tone="warning">Asked again</Badge> : null}
          {turn.is_correction ? <Badge tone="warning">Corrects the answer before</Badge> : null}
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={hasDetails}
            className="-mr-2 ml-auto"
            onClick={() => setHasDetails(!hasDetails)}
          >
            Details
            <ChevronDown aria-hidden className={cn("transition-transform", hasDetails && "rotate-180")} />
          </Button>
        </div>
        <Rating turn={turn} canRate={canRate} />
        {hasDetails ? <TurnDetails turn={turn} /> : null}
      </div>
    </article>
  );
}

function Escalation({
  turn,
  outcomeAgent,
  onShow,
}: {
  turn: Interaction;
  outcomeAgent: string | undefined;
  onShow: (id: string) => void;
}) {
  const outcome = escalationOutcome(turn);
  if (outcome === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3">
      <Badge tone="warning">
        <TriangleAlert aria-hidden />
        Escalation suggested
      </Badge>
      {outcome.state === "none" ? (
        <span className="text-muted">No other agent has answered since.</span>
      ) : (
        <>
          <span>
            {outcomeAgent === undefined ? "Another agent" : <b className="font-medium">{outcomeAgent}</b>}{" "}
            took over:{" "}
            {outcome.state === "unrated" ? (
              <span className="text-muted">not rated yet</span>
            ) : (
              <span className={outcome.state === "success" ? "text-positive" : "text-negative"}>
                rated {outcome.satisfaction} of 5, {outcome.state === "success" ? "a success" : "no success"}
              </span>
            )}
          </span>
          {outcomeAgent === undefined ? null : (
            <Button variant="ghost" size="sm" onClick={() => onShow(outcome.id)}>
              Show it
            </Button>
          )}
        </>
      )}
    </p>
  );
}
