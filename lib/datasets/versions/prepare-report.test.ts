import { describe, expect, it } from "vitest";
import { describeTrigger, toReportFigures, toSkipFindings } from "./prepare-report";

const report = {
  considered: 1240,
  written: 1970,
  examples: 1200,
  positive: 1600,
  negative: 70,
  replaced: 300,
  repeated: 770,
  weights: [],
  splits: [],
  skipped: [
    { reason: "weight 0", count: 30, ids: [] },
    { reason: "empty answer", count: 10, ids: [] },
  ],
  lint: [],
  prompt_versions: [],
  warnings: [],
};

describe("toReportFigures", () => {
  const detailsOf = (parts: object) =>
    Object.fromEntries(
      toReportFigures({ ...report, ...parts }, "feedback").map(({ label, value, detail }) => [
        label,
        [value, detail],
      ]),
    );
  it("accounts for every row", () => {
    expect(detailsOf({})).toEqual({
      Considered: ["1,240", "votes"],
      Examples: ["1,200", "before weights"],
      "Left out": ["40", "3.2% of the rows"],
      Lines: ["1,970", "in the file"],
      Repeats: ["770", "of these lines"],
      "Better answers": ["300", "of these lines"],
    });
  });
  it("has no share of nothing", () => {
    expect(detailsOf({ considered: 0, skipped: [] })["Left out"]).toEqual(["0", "of no rows"]);
  });
});

describe("toSkipFindings", () => {
  it("names each reason once", () => {
    expect(toSkipFindings(report).map(({ text, count }) => [text, count])).toEqual([
      ["Weight 0", 30],
      ["Empty answer", 10],
    ]);
  });
});

describe("describeTrigger", () => {
  it("names who froze it", () => {
    expect(describeTrigger({ trigger: "schedule", created_by_label: null })).toBe("by the schedule");
    expect(describeTrigger({ trigger: "member", created_by_label: "ann@example.com" })).toBe(
      "by ann@example.com",
    );
    expect(describeTrigger({ trigger: "key", created_by_label: null })).toBe("by an API key");
  });
});
