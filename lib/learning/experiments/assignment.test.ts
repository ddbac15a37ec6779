import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sampleRatioPValue } from "@/lib/stats/sample-ratio";
import { assignVariant } from "./assignment";

const id = "6f2f0c62-3a5e-4a5c-9a58-0f6f3c1f2b11";
const subjects = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);
const variants = (...weights: number[]) => weights.map((weight, index) => ({ name: `v${index}`, weight }));

function countOf(experiment: string, weights: number[]): { weight: number; subjects: number }[] {
  const counts = weights.map((weight) => ({ weight, subjects: 0 }));
  for (const subject of subjects) {
    const index = Number(assignVariant(experiment, variants(...weights), subject).name.slice(1));
    (counts[index] as { subjects: number }).subjects += 1;
  }
  return counts;
}

describe("assignVariant", () => {
  it("never changes its answer", () => {
    // Fixed here: another hash would move subjects of experiments that run to another variant.
    const seen = subjects.slice(0, 12).map((subject) => assignVariant(id, variants(1, 1), subject).name);
    expect(seen).toEqual(["v1", "v1", "v0", "v1", "v1", "v0", "v0", "v1", "v0", "v1", "v1", "v0"]);
    for (const subject of subjects.slice(0, 200)) {
      const first = assignVariant(id, variants(2, 1, 1), subject);
      expect(assignVariant(id.toUpperCase(), variants(2, 1, 1), subject)).toEqual(first);
      // Only the shares of the weights count.
      expect(assignVariant(id, variants(0.5, 0.25, 0.25), subject).name).toBe(first.name);
    }
  });

  it.each([[[50, 50]], [[90, 10]], [[1, 2, 3, 4]], [[0.1, 0.2, 0.7]], [[1, 0, 1]]])(
    "divides subjects by the weights %j",
    (weights) => {
      const counts = countOf(id, weights);
      expect(sampleRatioPValue(counts)).toBeGreaterThan(0.001);
      for (const { weight, subjects: count } of counts) if (weight === 0) expect(count).toBe(0);
    },
  );

  it("divides by the weights in nearly every experiment, with p-values that are spread evenly", () => {
    const pValues = Array.from(
      { length: 20 },
      (_, index) => sampleRatioPValue(countOf(`experiment ${index}`, [3, 1])) as number,
    );
    expect(pValues.filter((p) => p < 0.5).length).toBeGreaterThan(2);
    expect(pValues.filter((p) => p < 0.5).length).toBeLessThan(18);
    expect(Math.min(...pValues)).toBeGreaterThan(0.0005);
  });

  it("divides the subjects of one experiment independently of another's", () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const cells = [0, 0, 0, 0];
    for (const subject of subjects) {
      const a = Number(assignVariant(first, variants(1, 1), subject).name.slice(1));
      const b = Number(assignVariant(second, variants(1, 1), subject).name.slice(1));
      cells[2 * a + b] = (cells[2 * a + b] as number) + 1;
    }
    expect(sampleRatioPValue(cells.map((count) => ({ weight: 1, subjects: count })))).toBeGreaterThan(1e-6);
  });

  it("tells apart what concatenation would not", () => {
    const names = (experiment: string, prefix: string) =>
      subjects
        .slice(0, 100)
        .map((subject) => assignVariant(experiment, variants(1, 1), prefix + subject).name);
    expect(names("ab", "c")).not.toEqual(names("a", "bc"));
  });

  it("takes any text as a subject", () => {
    for (const subject of ["", "\0", "日本語", "🙂", "مرحبا", "x".repeat(10_000)]) {
      expect(["v0", "v1"]).toContain(assignVariant(id, variants(1, 1), subject).name);
    }
  });

  it("moves only those it must when a weight was different", () => {
    const moved = subjects.filter(
      (subject) =>
        assignVariant(id, variants(50, 50), subject).name !==
        assignVariant(id, variants(60, 40), subject).name,
    );
    expect(moved.length / subjects.length).toBeGreaterThan(0.08);
    expect(moved.length / subjects.length).toBeLessThan(0.12);
  });

  it("refuses variants nobody could get", () => {
    expect(() => assignVariant(id, [], "a")).toThrow(RangeError);
    expect(() => assignVariant(id, variants(0, 0), "a")).toThrow(RangeError);
    expect(assignVariant(id, variants(0, 1), "a").name).toBe("v1");
  });
});
