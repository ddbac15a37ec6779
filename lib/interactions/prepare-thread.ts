import type { Interaction } from "./schemas";

/** An interaction changed the agent: who had answered before it, else null. */
export function handedFrom(row: Pick<Interaction, "agent_type" | "previous_agent_type">): string | null {
  return row.previous_agent_type !== null && row.previous_agent_type !== row.agent_type
    ? row.previous_agent_type
    : null;
}

/** What came of a suggested escalation; null when none was suggested. */
export type EscalationOutcome =
  | { state: "none" }
  | { state: "unrated"; id: string }
  | { state: "success" | "failure"; id: string; satisfaction: number };

/** Success: the next interaction of another agent in the conversation is rated 4 or 5. */
export function escalationOutcome(
  row: Pick<Interaction, "escalation_suggested" | "escalation_outcome_id" | "escalation_satisfaction">,
): EscalationOutcome | null {
  if (!row.escalation_suggested) return null;
  const { escalation_outcome_id: id, escalation_satisfaction: satisfaction } = row;
  if (id === null) return { state: "none" };
  if (satisfaction === null) return { state: "unrated", id };
  return { state: satisfaction >= 4 ? "success" : "failure", id, satisfaction };
}
