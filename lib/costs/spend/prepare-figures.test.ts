import { describe, expect, it } from "vitest";
import { prepareCostFigures } from "./prepare-figures";
import type { CostsSummary } from "./schemas";

const totals = (cost: number, values: Partial<CostsSummary> = {}) => ({
  from: "2026-11-01T00:00:00Z",
  to: "2026-11-08T00:00:00Z",
  total_interactions: 100,
  total_tokens: 5000,
  total_cost: cost,
  unpriced: 10,
  cost_per_interaction: cost / 90,
  cost_per_success: cost / 40,
  satisfied: 40,
  satisfaction_count: 60,
  users: 8,
  satisfied_users: 4,
  cost_per_satisfied_user: cost / 4,
  ...values,
});
const figureOf = (summary: CostsSummary, key: string) =>
  prepareCostFigures(summary).figures.find((figure) => figure.key === key);

describe("prepareCostFigures", () => {
  const summary: CostsSummary = {
    ...totals(9),
    complete: totals(8, { unpriced: 5 }),
    previous: { ...totals(4, { from: "2026-10-25T00:00:00Z" }), to: "2026-11-01T00:00:00Z" },
  };
  it("compares complete days; more cost is neither good nor bad, a dearer success is bad", () => {
    expect(figureOf(summary, "cost")).toMatchObject({
      value: "$9.00",
      detail: "without 10 unpriced",
      delta: { text: "+100.0%", direction: "up", tone: "neutral" },
    });
    expect(figureOf(summary, "cost_per_success")?.delta?.tone).toBe("negative");
    expect(figureOf(summary, "unpriced")?.delta).toMatchObject({ text: "-50.0%", tone: "positive" });
    expect(figureOf(summary, "tokens")?.delta).toMatchObject({ text: "0.0%", direction: "same" });
    expect(prepareCostFigures(summary).comparison).toContain("25 Oct – 31 Oct 2026");
  });
  it("greys what rests on few, and shows no cost where nothing has a price", () => {
    expect(figureOf(summary, "cost_per_satisfied_user")?.isSmall).toBe(true);
    const unknown = { ...summary, unpriced: 100, total_cost: 0, cost_per_interaction: null };
    expect(figureOf(unknown, "cost")?.value).toBe("–");
    expect(figureOf(unknown, "cost_per_interaction")?.value).toBe("–");
  });
  it("compares with nothing where there is nothing", () => {
    const { figures, comparison } = prepareCostFigures({ ...summary, previous: null });
    expect(figures.every(({ delta }) => delta === null)).toBe(true);
    expect(comparison).toBe("No complete day in the range with days before it to compare with");
  });
});
