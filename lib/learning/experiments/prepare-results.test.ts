import { describe, expect, it } from "vitest";
import {
  describeDecision,
  describeGuardrail,
  differenceDomain,
  executionsHref,
  explainVerdict,
  outcomesHref,
  prepareDifference,
  prepareSubjects,
} from "./prepare-results";
import type { Experiment, ExperimentResults, VariantResult } from "./schemas";

const rule = { name: "rule", alpha: 0.05, minimum_subjects: 50, source: "source" };
const variant = (verdict: VariantResult["verdict"], ends: [number, number, number] | null) =>
  ({
    name: "new",
    verdict,
    sequential: ends && { difference: ends[0], ci_low: ends[1], ci_high: ends[2] },
  }) as VariantResult;

describe("explainVerdict", () => {
  it.each([
    ["too_few", null, "Nothing is said before both “control” and “new” have 50 subjects"],
    [
      "better",
      [0.12, 0.05, 0.19],
      "“new” is better than “control” by 12.0 pp, surely within +5.0 pp to +19.0 pp",
    ],
    ["worse", [-0.12, -0.19, -0.05], "“new” is worse than “control” by 12.0 pp"],
    ["undecided", [-0.01, -0.1, 0.08], "So far “new” is worse by 1.0 pp, which may be chance"],
    ["no_difference", [0, -0.015, 0.018], "there is no difference of 2.0% or more"],
  ] as const)("says of %s what it means", (verdict, ends, text) => {
    expect(explainVerdict(variant(verdict, ends as never), "control", rule, 0.02)).toContain(text);
  });
});

describe("describeDecision", () => {
  it.each([
    [null, null],
    [0.4, "If nothing changes, it is decided within a day."],
    [1, "1 day."],
    [3.2, "4 days."],
    [4000, "not decided within a year"],
  ])("of %j days", (days, text) => {
    if (text === null) expect(describeDecision(days)).toBeNull();
    else expect(describeDecision(days)).toContain(text);
  });
});

const timeline: ExperimentResults["timeline"] = [
  { date: "2026-03-01", variant: "control", subjects: 40, difference: null, ci_low: null, ci_high: null },
  { date: "2026-03-03", variant: "control", subjects: 90, difference: null, ci_low: null, ci_high: null },
  { date: "2026-03-01", variant: "new", subjects: 40, difference: null, ci_low: null, ci_high: null },
  { date: "2026-03-03", variant: "new", subjects: 90, difference: 0.05, ci_low: -0.13, ci_high: 0.23 },
];

describe("charts", () => {
  it("draw one point for each day with outcomes, without an interval before there is one", () => {
    const points = prepareDifference(timeline, "new");
    expect(points.map(({ bucket, actual, band }) => [bucket, actual, band])).toEqual([
      ["2026-03-01T00:00:00.000Z", null, null],
      ["2026-03-03T00:00:00.000Z", 0.05, [-0.13, 0.23]],
    ]);
    expect(differenceDomain(points)[1]).toBeCloseTo(0.3, 12);
    expect(differenceDomain([])[1]).toBeCloseTo(0.02, 12);
    expect(prepareSubjects(timeline, ["control", "new", "silent"]).map(({ values }) => values)).toEqual([
      [40, 40, null],
      [90, 90, null],
    ]);
  });

  it("lead to the executions of a variant from the start to the stop, or of a day", () => {
    const experiment = {
      id: "6f2f0c62-3a5e-4a5c-9a58-0f6f3c1f2b11",
      started_at: "2026-03-01T10:00:00Z",
      stopped_at: "2026-03-05T10:00:00Z",
      created_at: "2026-02-01T10:00:00Z",
    } as Experiment;
    const read = (href: string) => Object.fromEntries(new URL(href, "http://site").searchParams);
    expect(read(executionsHref(experiment, "a, b"))).toEqual({
      experiment_id: experiment.id,
      variant: "a\\, b",
      from: "2026-03-01",
      to: "2026-03-05",
    });
    expect(read(executionsHref(experiment, "a", { from: "2026-03-02", to: "2026-03-02" }))).toMatchObject({
      from: "2026-03-02",
      to: "2026-03-02",
    });
  });
});

describe("outcomesHref", () => {
  const stored = {
    id: "5a1d4a5e-0000-4000-8000-000000000000",
    name: "a, b",
    project: "shop",
    started_at: "2026-03-01T10:00:00.000Z",
    stopped_at: "2026-03-09T10:00:00.000Z",
  };
  it("leads to the votes that name the experiment by id or name, or to the executions", () => {
    const votes = new URL(outcomesHref({ ...stored, metric: "feedback" } as Experiment, "new"), "http://x");
    expect(votes.pathname).toBe("/feedback");
    expect(Object.fromEntries(votes.searchParams)).toEqual({
      experiment: `${stored.id},a\\, b`,
      variant: "new",
      project: "shop",
      from: "2026-03-01",
      to: "2026-03-09",
    });
    expect(outcomesHref({ ...stored, metric: "success" } as Experiment, "new")).toBe(
      executionsHref(stored as Experiment, "new"),
    );
  });
});

describe("describeGuardrail", () => {
  const guardrail = { variant: "new", max_increase: 0.1, state: "unclear" as const };
  it("is relative for amounts, in points for shares, and says when nothing is known", () => {
    expect(
      describeGuardrail({ ...guardrail, metric: "cost", increase: 0.31, ci_low: 0.221, ci_high: 0.4 }),
    ).toBe("+31.0% (+22.1% to +40.0%); +10.0% allowed");
    expect(
      describeGuardrail({ ...guardrail, metric: "retry_rate", increase: -0.02, ci_low: null, ci_high: null }),
    ).toBe("-2.0 pp; +10.0 pp allowed");
    expect(
      describeGuardrail({ ...guardrail, metric: "tokens", increase: null, ci_low: null, ci_high: null }),
    ).toBe("not known yet; +10.0% allowed");
  });
});
