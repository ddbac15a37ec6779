import { describe, expect, it } from "vitest";
import { spearmanCorrelation } from "./spearman";

describe("spearmanCorrelation", () => {
  it("is that of a published example: IQ and hours of television, -29/165", () => {
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    const pairs = iq.map((value, index): [number, number] => [value, hours[index] as number]);
    expect(spearmanCorrelation(pairs, "s")?.rho).toBeCloseTo(-29 / 165, 12);
  });

  it("gives equal values the middle of their ranks", () => {
    // Ranks 1.5 1.5 3 4 against 1 2 3.5 3.5: Pearson's correlation of these, by hand 4 / √(4.5 · 4.5).
    const pairs: [number, number][] = [
      [1, 1],
      [1, 2],
      [2, 3],
      [3, 3],
    ];
    expect(spearmanCorrelation(pairs, "s")?.rho).toBeCloseTo(4 / 4.5, 12);
  });

  it("is 1 and -1 for orders that agree and disagree, whatever the distances", () => {
    const up = Array.from({ length: 9 }, (_, n): [number, number] => [n, n ** 3]);
    expect(spearmanCorrelation(up, "s")).toEqual({ n: 9, rho: 1, low: 1, high: 1 });
    expect(
      spearmanCorrelation(
        up.map(([a, b]) => [a, -b]),
        "s",
      )?.rho,
    ).toBe(-1);
  });

  it("is null for fewer than three pairs and for a side that never varies; the same seed gives the same interval", () => {
    expect(
      spearmanCorrelation(
        [
          [1, 2],
          [2, 3],
        ],
        "s",
      ),
    ).toBeNull();
    expect(
      spearmanCorrelation(
        [
          [1, 2],
          [2, 2],
          [3, 2],
        ],
        "s",
      ),
    ).toBeNull();
    const pairs = Array.from({ length: 30 }, (_, n): [number, number] => [n, (n * 7) % 11]);
    expect(spearmanCorrelation(pairs, "s")).toEqual(spearmanCorrelation(pairs, "s"));
  });
});
