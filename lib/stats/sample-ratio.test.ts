import { describe, expect, it } from "vitest";
import { sampleRatioPValue } from "./sample-ratio";

const groups = (...pairs: [weight: number, subjects: number][]) =>
  pairs.map(([weight, subjects]) => ({ weight, subjects }));

describe("sampleRatioPValue", () => {
  it("is that of R's chisq.test", () => {
    // R: chisq.test(c(481, 519))$p.value; chisq.test(c(90, 60, 50), p = c(0.5, 0.3, 0.2)): X² = 3.5, df 2.
    expect(sampleRatioPValue(groups([1, 481], [1, 519]))).toBeCloseTo(0.2295, 4);
    expect(sampleRatioPValue(groups([5, 90], [3, 60], [2, 50]))).toBeCloseTo(Math.exp(-3.5 / 2), 6);
  });

  it("is tiny when one variant loses subjects, and one when the split is exact", () => {
    expect(sampleRatioPValue(groups([1, 1000], [1, 800]))).toBeLessThan(0.001);
    expect(sampleRatioPValue(groups([3, 300], [1, 100]))).toBeCloseTo(1, 12);
  });

  it("leaves out a variant without weight", () => {
    expect(sampleRatioPValue(groups([1, 50], [1, 50], [0, 0]))).toBeCloseTo(1, 12);
  });

  it("is null where the counts are too small to say", () => {
    expect(sampleRatioPValue([])).toBeNull();
    expect(sampleRatioPValue(groups([1, 100]))).toBeNull();
    expect(sampleRatioPValue(groups([1, 4], [1, 4]))).toBeNull();
    expect(sampleRatioPValue(groups([99, 300], [1, 4]))).toBeNull();
  });
});
