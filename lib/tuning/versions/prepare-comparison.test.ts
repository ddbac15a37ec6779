import { describe, expect, it } from "vitest";
import { tableToCsv } from "@/lib/format/table";
import {
  formatDifference,
  formatValue,
  isBetter,
  metricLabel,
  newestTwo,
  projectToKeep,
  toDifferenceBars,
  toMetricTable,
} from "./prepare-comparison";
import type { ComparedMetric } from "./schemas";

const metric = (changes: Partial<ComparedMetric>): ComparedMetric => ({
  metric_name: "clarity_score",
  unit: "score",
  a: 3,
  b: 3.5,
  a_n: 40,
  b_n: 50,
  difference: 0.5,
  ci_low: 0.1,
  ci_high: 0.9,
  method: "welch",
  ...changes,
});

it("a comparison is kept in the project that has both versions", () => {
  const side = {
    sessions: 1,
    turns: 1,
    pending_turns: 0,
    reviewed_turns: 0,
    improvements: 0,
    prompt_text: null,
  };
  const compared = (project: string | null) => ({
    project,
    a: { ...side, version: "v1" },
    b: { ...side, version: "v2" },
  });
  const versions = [
    { project: "p", version: "v1" },
    { project: "q", version: "v1" },
    { project: "q", version: "v2" },
  ];
  expect(projectToKeep(compared("p"), versions)).toBe("p");
  expect(projectToKeep(compared(null), versions)).toBe("q");
  expect(projectToKeep(compared(null), [...versions, { project: "p", version: "v2" }])).toBeNull();
});

describe("the two newest versions", () => {
  const used = (version: string, day: number, turns = 1, project = "p") => ({
    project,
    version,
    turns,
    first_session_start: `2026-03-0${day}T00:00:00.000Z`,
  });

  it("are the last that came into use and the one before, whatever the order of the list", () => {
    expect(newestTwo([used("v1", 1), used("v3", 3), used("v2", 2)])).toEqual({ a: "v2", b: "v3" });
  });

  it("have turns", () => {
    const sent = { project: "p", version: "v4", turns: 0, first_session_start: null };
    expect(newestTwo([sent, used("v3", 3, 0), used("v2", 2), used("v1", 1)])).toEqual({ a: "v1", b: "v2" });
  });

  it("are of one project", () => {
    const versions = [used("w9", 9, 1, "q"), used("v2", 2), used("v1", 1)];
    expect(newestTwo(versions)).toEqual({ a: "v1", b: "v2" });
    expect(newestTwo(versions.slice(0, 2))).toBeNull();
    expect(newestTwo([])).toBeNull();
  });
});

describe("figures of a comparison", () => {
  it("are written in their units", () => {
    expect(formatValue(0.875, "share")).toBe("87.5%");
    expect(formatValue(1840.4, "ms")).toBe("1,840 ms");
    expect(formatValue(0.714, "mean")).toBe("0.71");
    expect(formatValue(null, "score")).toBe("–");
    expect(formatDifference(-0.012, "share")).toBe("−1.2 pp");
    expect(formatDifference(140.2, "ms")).toBe("+140 ms");
    expect(formatDifference(-0.051, "per_turn")).toBe("−0.05");
    expect(formatDifference(0.001, "mean")).toBe("0.00");
  });

  it("are better only when the interval leaves 0 out; fewer notes and less waiting are", () => {
    expect(isBetter(metric({}))).toBe(true);
    expect(isBetter(metric({ ci_low: -0.1 }))).toBeNull();
    expect(isBetter(metric({ unit: "per_turn" }))).toBe(false);
    expect(isBetter(metric({ unit: "ms", ci_low: -200, ci_high: -10 }))).toBe(true);
    expect(isBetter(metric({ ci_low: null, ci_high: null }))).toBeNull();
  });

  it("have names, those not known too", () => {
    expect(metricLabel("has_policy_citation")).toBe("Policy citation");
    expect(metricLabel("improvements_per_reviewed_turn_tone")).toBe("Notes per reviewed turn: Tone");
    expect(metricLabel("improvements_per_reviewed_turn_none")).toBe("Notes per reviewed turn: No category");
    expect(metricLabel("something_new")).toBe("Something new");
  });

  it("without a difference are not drawn", () => {
    const bars = toDifferenceBars([
      metric({}),
      metric({ metric_name: "empathy_score", b: null, b_n: 0, difference: null }),
      { ...metric({ metric_name: "improvements_none", unit: "per_turn" }), category: null },
    ]);
    expect(bars.map(({ label, text, n }) => [label, text, n])).toEqual([
      ["Clarity", "+0.50", "40 / 50"],
      ["No category", "+0.50", "40 / 50"],
    ]);
  });

  it("keep full precision in their CSV", () => {
    expect(tableToCsv(toMetricTable([metric({ a: 1 / 3, difference: null })]))).toBe(
      "metric_name,unit,a,b,a_n,b_n,difference,ci_low,ci_high,method\r\n" +
        "clarity_score,score,0.3333333333333333,3.5,40,50,,0.1,0.9,welch\r\n",
    );
  });
});
