import { expect, it } from "vitest";
import { describeWeights } from "./prepare-weights";
import type { ExportReport } from "./schemas";

const weights: ExportReport["weights"] = [
  { kind: "positive", weight: 2, examples: 700, lines: 1400 },
  { kind: "better", weight: 2, examples: 100, lines: 200 },
  { kind: "better", weight: 1, examples: 300, lines: 300 },
  { kind: "negative", weight: 0.5, examples: 140, lines: 70 },
];

it("says what weights do to rows, whatever kind they are", () => {
  expect(describeWeights(weights, false)).toBe("1,240 rows: 800 × 2, 300 × 1, 140 half → 1,970 lines");
});

it("says weights where lines hold them", () => {
  const once = weights.map((each) => ({ ...each, lines: each.examples }));
  expect(describeWeights(once, true)).toBe(
    "1,240 rows: 800 with weight 2, 300 with weight 1, 140 with weight 0.5 → 1,240 lines",
  );
});

it("says what is left out, other fractions, and single rows", () => {
  expect(
    describeWeights(
      [
        { kind: "unrated", weight: 0, examples: 20, lines: 0 },
        { kind: "negative", weight: 0.3, examples: 10, lines: 3 },
        { kind: "negative", weight: 0.25, examples: 8, lines: 2 },
        { kind: "positive", weight: 1.5, examples: 2, lines: 3 },
      ],
      false,
    ),
  ).toBe("40 rows: 2 × 1.5, 10 × 0.3, 8 a quarter, 20 left out → 8 lines");
  expect(describeWeights([{ kind: "positive", weight: 1, examples: 1, lines: 1 }], false)).toBe(
    "1 row: 1 × 1 → 1 line",
  );
  expect(describeWeights([], false)).toBe("0 rows → 0 lines");
});
