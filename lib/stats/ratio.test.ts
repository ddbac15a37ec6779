import { describe, expect, it } from "vitest";
import { randomOf } from "./random";
import {
  effectiveSubjects,
  noSums,
  ratioDifference,
  ratioDifferenceInterval,
  ratioInterval,
  ratioOf,
  ratioVariance,
  sumSubjects,
} from "./ratio";
import { welchInterval } from "./welch";

const single = (values: number[]) => sumSubjects(values.map((total) => ({ n: 1, total })));

describe("ratioVariance", () => {
  it("is that of a mean when every subject has one observation", () => {
    const values = [3, 5, 5, 8, 14];
    const mean = 7;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4 / 5;
    expect(ratioVariance(single(values))).toBeCloseTo(variance, 12);
  });

  it("is that of the subjects' rates when all have equally many observations", () => {
    const sums = sumSubjects([2, 9, 5, 7].map((total) => ({ n: 10, total })));
    expect(ratioVariance(sums)).toBeCloseTo(ratioVariance(single([0.2, 0.9, 0.5, 0.7])) as number, 12);
  });

  it("is what many samples of such subjects show", () => {
    const random = randomOf("ratio variance");
    const ratios: number[] = [];
    let expected = 0;
    for (let sample = 0; sample < 2000; sample += 1) {
      const subjects = Array.from({ length: 200 }, () => {
        const n = 1 + Math.floor(20 * random() ** 3);
        const rate = random() < 0.5 ? 0.9 : 0.3;
        let total = 0;
        for (let request = 0; request < n; request += 1) if (random() < rate) total += 1;
        return { n, total };
      });
      const sums = sumSubjects(subjects);
      ratios.push(ratioOf(sums) as number);
      expected += (ratioVariance(sums) as number) / 2000;
    }
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const seen = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1);
    expect(expected / seen).toBeGreaterThan(0.92);
    expect(expected / seen).toBeLessThan(1.08);
  });

  it("is null below two subjects, and nothing where nothing varies", () => {
    expect(ratioVariance(noSums)).toBeNull();
    expect(ratioVariance(sumSubjects([{ n: 30, total: 12 }]))).toBeNull();
    expect(ratioVariance(sumSubjects([0.1, 0.1, 0.1].map((total) => ({ n: 1, total }))))).toBe(0);
  });

  it("leaves out subjects without an observation", () => {
    expect(
      sumSubjects([
        { n: 0, total: 0 },
        { n: 2, total: 1 },
      ]),
    ).toEqual(sumSubjects([{ n: 2, total: 1 }]));
  });
});

describe("intervals", () => {
  it("are Welch's where every subject has one observation", () => {
    const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const moments = (values: number[]) => ({
      n: values.length,
      total: values.reduce((sum, value) => sum + value, 0),
      squares: values.reduce((sum, value) => sum + value * value, 0),
    });
    const expected = welchInterval(moments(a), moments(b));
    const interval = ratioDifferenceInterval(single(a), single(b));
    expect(interval?.low).toBeCloseTo(expected?.low ?? 0, 10);
    expect(interval?.high).toBeCloseTo(expected?.high ?? 0, 10);
  });

  it("stay within the bounds, and are null where nothing varies", () => {
    const sums = single([1, 1, 1, 1, 0]);
    expect(ratioInterval(sums, { min: 0, max: 1 })?.high).toBe(1);
    expect(ratioInterval(single([1, 1, 1]))).toBeNull();
    expect(ratioDifference(single([1, 1]), single([0, 0]))).toBeNull();
    expect(ratioDifferenceInterval(single([1, 1]), noSums)).toBeNull();
  });
});

describe("effectiveSubjects", () => {
  it("is their number when all send alike, and near one when one sends nearly all", () => {
    expect(
      effectiveSubjects(sumSubjects(Array.from({ length: 12 }, () => ({ n: 5, total: 1 })))),
    ).toBeCloseTo(12, 12);
    const dominated = sumSubjects([
      { n: 10_000, total: 1 },
      ...Array.from({ length: 50 }, () => ({ n: 1, total: 1 })),
    ]);
    expect(effectiveSubjects(dominated)).toBeLessThan(1.02);
    expect(effectiveSubjects(noSums)).toBe(0);
  });
});
