import { ArrowLeft, TriangleAlert } from "lucide-react";
import { none } from "@/components/ui/cut-text";
import { cn } from "@/lib/format/cn";
import { formatUsd } from "@/lib/format/number";
import { escalationOutcome, handedFrom } from "@/lib/interactions/prepare-thread";
import type { Interaction } from "@/lib/interactions/schemas";

/** Who answered, and from whom it was taken over. */
export function AgentMark({ row }: { row: Pick<Interaction, "agent_type" | "previous_agent_type"> }) {
  const from = handedFrom(row);
  return (
    <span className="block truncate" title={from === null ? row.agent_type : `${row.agent_type} ← ${from}`}>
      {row.agent_type}
      {from === null ? null : (
        <span className="text-muted">
          {" "}
          <ArrowLeft aria-hidden className="inline size-3 align-[-1px]" />
          <span className="sr-only">handed over from</span> {from}
        </span>
      )}
    </span>
  );
}

/** USD, or that there is no price. */
export function Cost({ value }: { value: number | null }) {
  return value === null ? <span className="text-warning">unpriced</span> : formatUsd(value);
}

/** A satisfaction from 1 to 5. */
export function Satisfaction({ value }: { value: number | null }) {
  if (value === null) return none;
  return (
    <span
      title={`Rated ${value} of 5`}
      className={cn(value <= 2 ? "text-negative" : value >= 4 ? "text-positive" : undefined)}
    >
      {value}
      <span className="text-muted">/5</span>
    </span>
  );
}

const outcomes = {
  none: "Suggested",
  unrated: "Taken over",
  success: "Succeeded",
  failure: "Failed",
};

/** Whether an escalation was suggested and what came of it. */
export function EscalationMark({ row }: { row: Interaction }) {
  const outcome = escalationOutcome(row);
  if (outcome === null) return none;
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 align-middle",
        outcome.state === "success" ? "text-positive" : "text-warning",
        outcome.state === "failure" && "text-negative",
      )}
    >
      <TriangleAlert aria-hidden className="size-3.5" />
      {outcomes[outcome.state]}
    </span>
  );
}
