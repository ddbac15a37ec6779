import { describe, expect, it } from "vitest";
import { escalationOutcome, handedFrom } from "./prepare-thread";

describe("handedFrom", () => {
  it("names the agent before, where it was another", () => {
    expect(handedFrom({ agent_type: "technical", previous_agent_type: "general" })).toBe("general");
    expect(handedFrom({ agent_type: "technical", previous_agent_type: "technical" })).toBeNull();
    expect(handedFrom({ agent_type: "technical", previous_agent_type: null })).toBeNull();
  });
});

describe("escalationOutcome", () => {
  const row = (outcome: string | null, satisfaction: number | null, isSuggested = true) =>
    escalationOutcome({
      escalation_suggested: isSuggested,
      escalation_outcome_id: outcome,
      escalation_satisfaction: satisfaction,
    });
  it("is a success from a satisfaction of 4", () => {
    expect(row("b", 4)).toEqual({ state: "success", id: "b", satisfaction: 4 });
    expect(row("b", 3)).toEqual({ state: "failure", id: "b", satisfaction: 3 });
  });
  it("says what is not known", () => {
    expect(row(null, null)).toEqual({ state: "none" });
    expect(row("b", null)).toEqual({ state: "unrated", id: "b" });
    expect(row(null, null, false)).toBeNull();
  });
});
