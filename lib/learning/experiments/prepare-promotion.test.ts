import { describe, expect, it } from "vitest";
import { judgePromotion } from "./prepare-promotion";
import type { ExperimentResults, VariantResult } from "./schemas";

const results = (winner: string | null, verdict: VariantResult["verdict"]) =>
  ({
    experiment: { minimum_effect: null },
    rule: { minimum_subjects: 50 },
    winner,
    variants: [
      { name: "control", is_control: true, subjects: 1043, verdict: null, sequential: null },
      { name: "new", is_control: false, subjects: 17, verdict, sequential: null },
    ],
  }) as unknown as ExperimentResults;

describe("judgePromotion", () => {
  it("warns while nothing is decided, with the subjects of each", () => {
    const { warning, ...figures } = judgePromotion(results(null, "too_few"), "new");
    expect(figures).toEqual({ verdict: "too_few", subjects: 17 });
    expect(warning).toContain("Nothing is decided yet: “control” has 1,043, “new” has 17 subjects.");
    expect(warning).toContain("Nothing is said before both");
    expect(judgePromotion(results(null, "undecided"), "control")).toEqual({
      verdict: null,
      subjects: 1043,
      warning: "Nothing is decided yet: “control” has 1,043, “new” has 17 subjects.",
    });
  });

  it("warns of another than the winner, and says nothing of the winner", () => {
    expect(judgePromotion(results("new", "better"), "new")).toEqual({
      verdict: "better",
      subjects: 17,
      warning: null,
    });
    expect(judgePromotion(results("new", "better"), "control").warning).toBe(
      "The rule has found “new” to be the best, not “control”.",
    );
  });
});
