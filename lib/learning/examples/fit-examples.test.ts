import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitExamples } from "./fit-examples";

const items = [{ tokens: 50 }, { tokens: 80 }, { tokens: 30 }, { tokens: 20 }];

describe("fitExamples", () => {
  it("takes the first ones when there is no budget", () => {
    expect(fitExamples(items, 2, undefined)).toEqual(items.slice(0, 2));
    expect(fitExamples([], 2, undefined)).toEqual([]);
  });

  it("leaves out what does not fit for what comes later and does", () => {
    expect(fitExamples(items, 3, 100)).toEqual([items[0], items[2], items[3]]);
    expect(fitExamples(items, 2, 100)).toEqual([items[0], items[2]]);
    expect(fitExamples(items, 3, 10)).toEqual([]);
  });

  it("is never over the budget or the limit, and keeps the order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000)),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(5000),
        (tokens, limit, budget) => {
          const all = tokens.map((count, index) => ({ tokens: count, index }));
          const chosen = fitExamples(all, limit, budget);
          expect(chosen.length).toBeLessThanOrEqual(limit);
          expect(chosen.reduce((sum, item) => sum + item.tokens, 0)).toBeLessThanOrEqual(budget);
          expect(chosen.map(({ index }) => index)).toEqual(
            chosen.map(({ index }) => index).sort((a, b) => a - b),
          );
        },
      ),
    );
  });
});
