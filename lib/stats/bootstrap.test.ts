import { describe, expect, it } from "vitest";
import { bootstrapIntervals, type ClusterSums } from "./bootstrap";
import { newcombeInterval } from "./newcombe";
import { welchInterval } from "./welch";

const sums = (clusters: [n: number, total: number][]): ClusterSums => ({
  n: Float64Array.from(clusters, ([n]) => n),
  total: Float64Array.from(clusters, ([, total]) => total),
});
const single = (a: ClusterSums, b: ClusterSums, seed = "v1 v2") =>
  bootstrapIntervals([{ a, b }], { a: a.n.length, b: b.n.length }, seed)[0] ?? null;

describe("bootstrapIntervals", () => {
  it("is nearly Newcombe's where every cluster is one observation", () => {
    const a = sums(Array.from({ length: 200 }, (_, index) => [1, index < 120 ? 1 : 0]));
    const b = sums(Array.from({ length: 200 }, (_, index) => [1, index < 90 ? 1 : 0]));
    const expected = newcombeInterval({ positive: 120, total: 200 }, { positive: 90, total: 200 });
    expect(single(a, b)?.low).toBeCloseTo(expected?.low ?? 0, 1.7);
    expect(single(a, b)?.high).toBeCloseTo(expected?.high ?? 0, 1.7);
  });

  it("is nearly Welch's for means of single observations", () => {
    const values = { a: [] as number[], b: [] as number[] };
    for (let index = 0; index < 300; index += 1) {
      values.a.push((index * 37) % 101);
      values.b.push((index * 53) % 97);
    }
    const moments = (list: number[]) => ({
      n: list.length,
      total: list.reduce((sum, value) => sum + value, 0),
      squares: list.reduce((sum, value) => sum + value * value, 0),
    });
    const expected = welchInterval(moments(values.a), moments(values.b));
    const got = single(sums(values.a.map((value) => [1, value])), sums(values.b.map((value) => [1, value])));
    expect(Math.abs((got?.low ?? 0) - (expected?.low ?? 0))).toBeLessThan(0.5);
    expect(Math.abs((got?.high ?? 0) - (expected?.high ?? 0))).toBeLessThan(0.5);
  });

  it("is wider when the turns of a session are alike than when they are independent", () => {
    // 20 sessions of 20 turns: all of a session good or all bad, against half of each.
    const alike = sums(Array.from({ length: 20 }, (_, index) => [20, index % 2 ? 20 : 0]));
    const mixed = sums(Array.from({ length: 20 }, (_, index) => [20, index % 2 ? 11 : 9]));
    const wide = single(alike, alike);
    const narrow = single(mixed, mixed);
    const width = (interval: { low: number; high: number } | null) =>
      (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(width(wide)).toBeGreaterThan(4 * width(narrow));
    const naive = newcombeInterval({ positive: 200, total: 400 }, { positive: 200, total: 400 });
    expect(width(wide)).toBeGreaterThan(2 * width(naive));
  });

  it("is the same for the same seed, and another for another", () => {
    const a = sums(Array.from({ length: 10 }, (_, index) => [3, index]));
    const b = sums(Array.from({ length: 12 }, (_, index) => [2, index % 5]));
    expect(single(a, b)).toEqual(single(a, b));
    expect(single(a, b)).not.toEqual(single(a, b, "v2 v3"));
  });

  it("is null for a metric that most resamples do not have", () => {
    const rare = sums([[1, 1], ...Array.from({ length: 9 }, (): [number, number] => [0, 0])]);
    expect(single(rare, rare)).toBeNull();
  });

  it("draws 1,000 clusters a side 2,000 times for 20 metrics with bounded work", () => {
    const a = sums(Array.from({ length: 1000 }, (_, index) => [5, index % 6]));
    const metrics = Array.from({ length: 20 }, () => ({ a, b: a }));
    const intervals = bootstrapIntervals(metrics, { a: 1000, b: 1000 }, "seed");
    expect(intervals).toHaveLength(20);
    expect(new Set(intervals.map((interval) => interval?.low)).size).toBe(1);
  });
});
