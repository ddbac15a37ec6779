import fc from "fast-check";
import { expect, it } from "vitest";
import { wilsonInterval } from "./wilson";

it("agrees with published values", () => {
  // Newcombe 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29.
  for (const [positive, total, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const interval = wilsonInterval(positive, total);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  }
});

it("holds the fraction, stays within 0 and 1, and is null without observations", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 10_000 }), (some, total) => {
      const positive = some % (total + 1);
      const interval = wilsonInterval(positive, total);
      if (!interval) throw new Error("an interval is expected");
      const { low, high } = interval;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(positive / total + 1e-12);
      expect(high).toBeGreaterThanOrEqual(positive / total - 1e-12);
    }),
  );
});
