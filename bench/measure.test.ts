import { describe, expect, it } from "vitest";
import { percentile, toTiming } from "./measure";

describe("percentile", () => {
  it("is the nearest rank", () => {
    const values = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([1, 2, 3], 0.5)).toBe(2);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe("toTiming", () => {
  it("counts, and sorts by value", () => {
    expect(toTiming([10, 9, 100, 8], 2)).toEqual({ count: 4, rate: 2, p50_ms: 9, p99_ms: 100 });
  });
});
