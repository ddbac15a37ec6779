import { describe, expect, it } from "vitest";
import { prepareFigures } from "./prepare-figures";
import type { FeedbackStats } from "./schemas";

const summary = (positive: number, total: number) => ({
  total,
  positive,
  negative: total - positive,
  positive_pct: total > 0 ? (100 * positive) / total : null,
  negative_pct: total > 0 ? (100 * (total - positive)) / total : null,
  ci_low: total > 0 ? 0.7 : null,
  ci_high: total > 0 ? 0.85 : null,
  unique_users: 10,
  unique_sessions: 20,
  unique_models: 2,
  avg_memory_used: total > 0 ? 2048.25 : null,
});
const times = { from: "2026-11-14T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" };
const stats = (
  whole: [number, number],
  complete: [number, number],
  previous: [number, number],
): FeedbackStats => ({
  ...summary(...whole),
  ...times,
  complete: { ...summary(...complete), from: times.from, to: "2026-11-20T00:00:00.000Z" },
  previous: { ...summary(...previous), from: "2026-11-08T00:00:00.000Z", to: times.from },
});
const find = (data: FeedbackStats, key: string) =>
  prepareFigures(data, { isOneRating: false }).figures.find((figure) => figure.key === key);

describe("prepareFigures", () => {
  it("counts the whole range but compares complete days", () => {
    const data = stats([800, 1000], [720, 900], [300, 400]);
    expect(find(data, "success")).toMatchObject({
      value: "80.0%",
      detail: "70.0–85.0% · n 1,000",
      delta: { text: "+5.0 pp", direction: "up", tone: "positive" },
    });
    expect(find(data, "total")).toMatchObject({
      value: "1,000",
      detail: "800 up · 200 down",
      delta: { text: "+125.0%", direction: "up", tone: "neutral" },
    });
    expect(find(data, "unique_users")).toMatchObject({
      detail: "100 votes each",
      delta: { direction: "same" },
    });
    expect(find(data, "memory")?.value).toBe("2 GB");
    expect(prepareFigures(data, { isOneRating: false }).comparison).toBe(
      "Changes compare complete days, UTC: 14 Nov – 19 Nov 2026 against 8 Nov – 13 Nov 2026",
    );
  });
  it("says a fall as bad news, and no change without an arrow", () => {
    expect(find(stats([1, 2], [50, 100], [60, 100]), "success")?.delta).toMatchObject({
      text: "-10.0 pp",
      direction: "down",
      tone: "negative",
    });
    expect(find(stats([1, 2], [50, 100], [50, 100]), "success")?.delta?.direction).toBe("same");
  });
  it("has no changes without votes before, and no rate without votes", () => {
    const data = stats([0, 0], [0, 0], [0, 0]);
    expect(prepareFigures(data, { isOneRating: false }).comparison).toBe(
      "No votes on the complete days of the range to compare",
    );
    expect(find(data, "success")).toMatchObject({ value: "–", delta: null });
    expect(find(data, "memory")?.value).toBe("–");
  });
  it("says why there is nothing to compare", () => {
    const says = (data: FeedbackStats) => prepareFigures(data, { isOneRating: false }).comparison;
    const data = stats([5, 9], [5, 9], [0, 0]);
    expect(says(data)).toBe("No votes before to compare with");
    expect(says({ ...data, complete: null, previous: null })).toMatch(/^No complete day in the range yet/);
    expect(says({ ...data, from: null, previous: null })).toMatch(/^The range has no start/);
  });
  it("has no rate of one rating", () => {
    const { figures } = prepareFigures(stats([0, 9], [0, 9], [0, 5]), { isOneRating: true });
    expect(figures[0]).toEqual({
      key: "success",
      label: "Success rate",
      value: "–",
      detail: "A rate needs both ratings",
      isSmall: false,
      delta: null,
    });
    expect(figures[1]).toMatchObject({ value: "9", detail: "0 up · 9 down" });
  });
});
