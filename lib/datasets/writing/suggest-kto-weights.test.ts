import fc from "fast-check";
import { expect, it } from "vitest";
import { countLabels, suggestKtoWeights } from "./suggest-kto-weights";

it("lies between 1:1 and 4:3 for any counts, and raises one label only", () => {
  const count = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000_000 }));
  fc.assert(
    fc.property(count, count, (desirable, undesirable) => {
      const weights = suggestKtoWeights({ desirable, undesirable });
      const { desirable_weight, undesirable_weight } = weights ?? {
        desirable_weight: 0,
        undesirable_weight: 0,
      };
      expect(Math.min(desirable_weight, undesirable_weight)).toBe(1);
      const ratio = (desirable_weight * desirable) / (undesirable_weight * undesirable);
      expect(ratio).toBeGreaterThanOrEqual(1 - 1e-9);
      expect(ratio).toBeLessThanOrEqual(4 / 3 + 1e-9);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  [100, 100, 1, 1],
  [400, 300, 1, 1],
  [401, 300, 1, 1.01],
  [1000, 100, 1, 7.5],
  [100, 250, 2.5, 1],
])("%d good and %d bad lines: %d and %d", (desirable, undesirable, desirable_weight, undesirable_weight) => {
  expect(suggestKtoWeights({ desirable, undesirable })).toEqual({ desirable_weight, undesirable_weight });
});

it("is nothing when one label has no line", () => {
  expect(suggestKtoWeights({ desirable: 0, undesirable: 9 })).toBeNull();
  expect(suggestKtoWeights({ desirable: 9, undesirable: 0 })).toBeNull();
});

it("counts lines by label from the report's weights", () => {
  const weights = [
    { kind: "positive" as const, weight: 2, examples: 10, lines: 20 },
    { kind: "negative" as const, weight: 0.5, examples: 10, lines: 4 },
    { kind: "better" as const, weight: 2, examples: 3, lines: 6 },
  ];
  expect(countLabels({ weights })).toEqual({ desirable: 26, undesirable: 4 });
});
