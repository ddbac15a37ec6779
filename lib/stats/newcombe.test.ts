import { describe, expect, it } from "vitest";
import { newcombeInterval } from "./newcombe";

/** The examples (a) to (h) of Newcombe 1998, table II, method 10: [positive, total] of both, lower and upper bound. */
const published = [
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1.0],
  [10, 10, 0, 10, 0.6075, 1.0],
] as const;

describe("newcombeInterval", () => {
  it.each(published)("%i/%i - %i/%i is %d to %d, as published", (x, n, y, m, low, high) => {
    const interval = newcombeInterval({ positive: x, total: n }, { positive: y, total: m });
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("turns round when the shares change places", () => {
    const there = newcombeInterval({ positive: 3, total: 9 }, { positive: 5, total: 7 });
    const back = newcombeInterval({ positive: 5, total: 7 }, { positive: 3, total: 9 });
    expect(back?.low).toBeCloseTo(-(there?.high ?? 0), 12);
    expect(back?.high).toBeCloseTo(-(there?.low ?? 0), 12);
  });

  it("is null without observations on either side", () => {
    expect(newcombeInterval({ positive: 0, total: 0 }, { positive: 1, total: 2 })).toBeNull();
    expect(newcombeInterval({ positive: 1, total: 2 }, { positive: 0, total: 0 })).toBeNull();
  });
});
