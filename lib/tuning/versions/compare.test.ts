import { describe, expect, it } from "vitest";
import { compareSums, type SessionSum } from "./compare";

const find = (result: ReturnType<typeof compareSums>, name: string) => {
  const metric = [...result.metrics, ...result.categories].find((each) => each.metric_name === name);
  if (!metric) throw new Error(name);
  return metric;
};

describe("compareSums", () => {
  it("uses Newcombe and Welch where either side has fewer than 5 sessions", () => {
    const sums: SessionSum[] = [
      ["a", 0, "thumbs_up", 80, 48, 48],
      ["b", 0, "thumbs_up", 70, 56, 56],
      ["a", 0, "processing_time_ms", 3, 6, 14],
      ["b", 0, "processing_time_ms", 3, 9, 29],
    ];
    const result = compareSums(sums, "s");
    const thumbs = find(result, "thumbs_up");
    expect(thumbs).toMatchObject({ unit: "share", a: 0.6, b: 0.8, a_n: 80, b_n: 70, method: "newcombe" });
    expect(thumbs.difference).toBeCloseTo(0.2, 12);
    // Newcombe 1998, example (a).
    expect(thumbs.ci_low).toBeCloseTo(0.0524, 4);
    expect(thumbs.ci_high).toBeCloseTo(0.3339, 4);
    // 1, 2, 3 and 2, 3, 4: d = 1, s² = 1 on both sides, 4 degrees of freedom: t = 2.776445.
    const time = find(result, "processing_time_ms");
    expect(time).toMatchObject({ unit: "ms", a: 2, b: 3, method: "welch" });
    expect(time.ci_low).toBeCloseTo(1 - 2.776445 * Math.sqrt(2 / 3), 5);
    expect(time.ci_high).toBeCloseTo(1 + 2.776445 * Math.sqrt(2 / 3), 5);
  });

  it("draws sessions where both sides have 5 that differ", () => {
    const sums = (["a", "b"] as const).flatMap((side) =>
      Array.from(
        { length: 5 },
        (_, bunch): SessionSum => [side, bunch, "thumbs_up", 10, bunch + (side === "b" ? 4 : 0), 0],
      ),
    );
    const thumbs = find(compareSums(sums, "s"), "thumbs_up");
    expect(thumbs).toMatchObject({ a: 0.2, b: 0.6, method: "bootstrap_by_session" });
    expect(thumbs.ci_low).toBeLessThan(thumbs.difference ?? 0);
    expect(thumbs.ci_high).toBeGreaterThan(thumbs.difference ?? 0);
    expect(find(compareSums(sums, "s"), "thumbs_up")).toEqual(thumbs);

    const flat = sums.map(
      (row): SessionSum => (row[0] === "a" ? ["a", row[1], "thumbs_up", 10, 10, 10] : row),
    );
    expect(find(compareSums(flat, "s"), "thumbs_up").method).toBe("newcombe");
    expect(find(compareSums(sums.slice(1), "s"), "thumbs_up").method).toBe("newcombe");
  });

  it("counts reviewed turns without a note as zeros", () => {
    const sums: SessionSum[] = [
      ["a", 0, "reviewed_turns", 4, 4, 4],
      ["a", 0, "improvements_per_reviewed_turn_tone", 1, 2, 4],
      ["a", 0, "improvements_per_reviewed_turn", 1, 2, 4],
      ["b", 0, "reviewed_turns", 10, 10, 10],
    ];
    const result = compareSums(sums, "s");
    expect(find(result, "improvements_per_reviewed_turn_tone")).toMatchObject({
      category: "tone",
      a: 0.5,
      b: 0,
      a_n: 4,
      b_n: 10,
      difference: -0.5,
    });
    expect(find(result, "improvements_per_reviewed_turn_none")).toMatchObject({
      category: null,
      a: 0,
      b: 0,
      difference: 0,
      ci_low: null,
      method: null,
    });
    expect(find(result, "improvements_per_reviewed_turn").a).toBe(0.5);
    // Values 2, 0, 0, 0: s²/n = 0.25, 3 degrees of freedom: t = 3.182446; the other side has no spread.
    expect(find(result, "improvements_per_reviewed_turn_tone").ci_low).toBeCloseTo(-0.5 - 3.182446 * 0.5, 5);
  });

  it("has no difference without observations, and no interval with one", () => {
    const result = compareSums([["a", 0, "empathy_score", 2, 6, 20]], "s");
    expect(find(result, "empathy_score")).toMatchObject({
      a: 3,
      b: null,
      a_n: 2,
      b_n: 0,
      difference: null,
      ci_low: null,
      method: null,
    });
    const one = compareSums(
      [
        ["a", 0, "empathy_score", 2, 6, 20],
        ["b", 0, "empathy_score", 1, 5, 25],
      ],
      "s",
    );
    expect(find(one, "empathy_score")).toMatchObject({
      difference: 2,
      ci_low: null,
      ci_high: null,
      method: null,
    });
    expect(result.metrics).toHaveLength(12);
    expect(result.categories.map((each) => each.category)).toEqual([
      "tone",
      "content",
      "citation",
      "clarity",
      "structure",
      "action",
      null,
    ]);
  });
});
