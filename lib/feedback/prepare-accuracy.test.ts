import { describe, expect, it } from "vitest";
import { prepareAccuracy, prepareWeakest, tabulateGroups } from "./prepare-accuracy";
import type { AccuracyRow } from "./schemas";

const row = (model: string | null, intent: string | null, total: number, high: number): AccuracyRow => ({
  model,
  intent,
  project: null,
  day: null,
  total,
  positive: total / 2,
  negative: total / 2,
  accuracy: 0.5,
  ci_low: 0.4,
  ci_high: high,
});

describe("prepareAccuracy", () => {
  it("puts groups with most votes first, cuts, and marks small ones", () => {
    const { groups, shown, of } = prepareAccuracy(
      [row("b", null, 29, 0.6), row("a", null, 30, 0.6), row("c", null, 2, 0.6)],
      "model",
      2,
    );
    expect(groups.map((group) => [group.label, group.isSmall])).toEqual([
      ["a", false],
      ["b", true],
    ]);
    expect([shown, of]).toEqual([2, 3]);
    expect(groups[0]?.drill).toEqual({ model: "a" });
  });
  it("names votes without an intent as the filter does", () => {
    expect(prepareAccuracy([row(null, null, 40, 0.6)], "intent", 5).groups[0]).toMatchObject({
      label: "(none)",
      drill: { intent: "(none)" },
    });
  });
});

describe("prepareWeakest", () => {
  const rows = [
    row("a", "code", 100, 0.7),
    row("a", "general", 29, 0.1),
    row("b", null, 30, 0.5),
    row("b", "code", 200, 0.5),
  ];
  it("leaves small cells out and orders by the upper bound, then by votes", () => {
    const { groups, of, tooSmall } = prepareWeakest(rows, 2);
    expect(groups.map((group) => group.label)).toEqual(["b × code", "b × (none)"]);
    expect([of, tooSmall]).toEqual([3, 1]);
    expect(groups[1]?.drill).toEqual({ model: "b", intent: "(none)" });
  });
  it("has both dimensions in its table", () => {
    const table = tabulateGroups(prepareWeakest(rows, 1).groups, ["model", "intent"], () => "/x");
    expect(table.rows).toEqual([{ href: "/x", values: ["b", "code", 200, 100, 0.5, 0.4, 0.5] }]);
  });
});
