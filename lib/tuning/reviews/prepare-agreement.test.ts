import { describe, expect, it } from "vitest";
import { nameCategories, toAgreementTable, toGrid, toStartingCategories } from "./prepare-agreement";
import type { Disagreement } from "./schemas";

const row = {
  category: "tone" as const,
  n: 50,
  both: 20,
  only_first: 5,
  only_second: 10,
  neither: 15,
  observed: 0.7,
  kappa: 0.4,
};
const turn = (
  first: Disagreement["first"]["categories"],
  second: Disagreement["first"]["categories"],
  decided: Disagreement["first"]["categories"] | null = null,
): Disagreement => ({
  turn_id: "t",
  session_id: "s",
  turn_number: 1,
  user_message: "",
  era_response: "",
  first: { reviewer_id: "1", reviewer_label: null, categories: first },
  second: { reviewer_id: "2", reviewer_label: null, categories: second },
  differs_in: [],
  adjudication: decided && {
    turn_id: "t",
    categories: decided,
    professionalism_score: null,
    empathy_score: null,
    clarity_score: null,
    has_policy_citation: null,
    appropriate_action_suggested: null,
    structure_complete: null,
    note: null,
    adjudicator_label: null,
    updated_at: "2026-11-20T00:00:00Z",
  },
});

describe("agreement", () => {
  it("draws the first reviewer down and the second across, present before absent", () => {
    expect(toGrid(row).map((line) => line.map((cell) => cell.value))).toEqual([
      [20, 5],
      [10, 15],
    ]);
    expect(toGrid(row).map((line) => line.map((cell) => cell.side))).toEqual([
      [null, "first"],
      ["second", null],
    ]);
  });

  it("starts a decision from what both say, a change of it from what was decided", () => {
    expect(toStartingCategories(turn(["tone", "action"], ["action", "content"]))).toEqual(["action"]);
    expect(toStartingCategories(turn(["tone"], ["tone"], []))).toEqual([]);
  });

  it("keeps full precision in its table", () => {
    const table = toAgreementTable({ n: 50, disagreements: 15, adjudicated: 0, data: [row] });
    expect(table.rows[0]?.values).toEqual(["tone", 50, 0.4, 0.7, 20, 5, 10, 15]);
    expect(table.rows[0]?.values).toHaveLength(table.columns.length);
  });

  it("names categories in their own order", () => {
    expect(nameCategories(["action", "tone"])).toBe("Tone, Action");
  });
});
