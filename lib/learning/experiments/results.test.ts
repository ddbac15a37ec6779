import { describe, expect, it } from "vitest";
import { sumSubjects } from "@/lib/stats/ratio";
import { computeResults, type ExperimentSums } from "./results";
import type { Experiment } from "./schemas";

const DAY = 86_400_000;
const start = Date.parse("2026-03-01T00:00:00Z");
const dateOf = (day: number) => new Date(start + day * DAY).toISOString().slice(0, 10);

const plan = (more: Partial<Experiment> = {}, names = ["control", "new"]): Experiment => ({
  id: "6f2f0c62-3a5e-4a5c-9a58-0f6f3c1f2b11",
  project: "p",
  name: "e",
  description: null,
  status: "running",
  metric: "success",
  variants: names.map((name, index) => ({
    name,
    weight: 1,
    is_control: index === 0,
    strategy: null,
    strategy_version: null,
    prompt_version: null,
  })),
  minimum_effect: null,
  guardrails: [],
  stop_on_guardrail: false,
  started_at: new Date(start).toISOString(),
  stopped_at: null,
  stop_reason: null,
  promoted_variant: null,
  promoted_at: null,
  version: 1,
  created_by_label: null,
  created_at: new Date(start).toISOString(),
  updated_at: new Date(start).toISOString(),
  ...more,
});

type Row = ExperimentSums["sums"][number];

/** `daily` new subjects a day with two observations each, both of them `value` in a share of subjects. */
function rowsOf(
  metric: Row["metric"],
  variant: string,
  { days, daily, share, value = 1 }: { days: number; daily: number; share: number; value?: number },
): Row[] {
  return Array.from({ length: days }, (_, day) => {
    const subjects = daily * (day + 1);
    return {
      metric,
      variant,
      date: dateOf(day),
      ...sumSubjects(
        Array.from({ length: subjects }, (__, index) => ({
          n: 2,
          total: index < Math.round(subjects * share) ? 2 * value : 0,
        })),
      ),
    };
  });
}

function sumsOf(experiment: Experiment, sums: Row[], assigned?: Record<string, number>): ExperimentSums {
  const last = (variant: string) => sums.findLast((row) => row.variant === variant);
  return {
    experiment,
    now: new Date(Date.parse(`${sums.at(-1)?.date ?? dateOf(0)}T00:00:00Z`) + DAY).toISOString(),
    sums,
    counts: experiment.variants.map(({ name }) => ({
      variant: name,
      assigned: assigned?.[name] ?? last(name)?.subjects ?? 0,
      requests: last(name)?.n ?? 0,
      retries: 4,
      validation: 1,
      execution: 2,
      logic: 3,
      unclassified: 0,
    })),
    crossovers: 0,
  };
}

describe("computeResults", () => {
  it("names the better variant, and by how much", () => {
    const results = computeResults(
      sumsOf(plan(), [
        ...rowsOf("success", "control", { days: 5, daily: 100, share: 0.5 }),
        ...rowsOf("success", "new", { days: 5, daily: 100, share: 0.7 }),
        ...rowsOf("tokens", "new", { days: 5, daily: 100, share: 1, value: 900 }),
      ]),
    );
    const [control, other] = results.variants;
    expect(control).toMatchObject({
      is_control: true,
      rate: 0.5,
      difference: null,
      sequential: null,
      verdict: null,
    });
    expect(other).toMatchObject({
      rate: 0.7,
      subjects: 500,
      requests: 1000,
      successes: 700,
      verdict: "better",
      tokens_per_request: 900,
      retries_per_request: 4 / 1000,
      errors: { validation: 1, execution: 2, logic: 3, unclassified: 0 },
    });
    expect(other?.difference?.difference).toBeCloseTo(0.2, 12);
    const [once, always] = [other?.difference, other?.sequential];
    expect(always?.ci_low).toBeLessThan(once?.ci_low as number);
    expect(always?.ci_high).toBeGreaterThan(once?.ci_high as number);
    expect(always?.ci_low).toBeGreaterThan(0);
    expect(results.winner).toBe("new");
    expect(results.days_to_decision).toBeNull();
    expect(results.sample_ratio).toEqual({ p_value: 1, is_suspicious: false });
    expect(results.rule).toMatchObject({ alpha: 0.05, minimum_subjects: 50 });
  });

  it("has a point of the timeline for each day, without an interval before there are enough subjects", () => {
    const results = computeResults(
      sumsOf(plan(), [
        ...rowsOf("success", "control", { days: 4, daily: 30, share: 0.5 }),
        ...rowsOf("success", "new", { days: 4, daily: 30, share: 0.6 }),
      ]),
    );
    const points = results.timeline.filter(({ variant }) => variant === "new");
    expect(points.map(({ date, subjects }) => [date, subjects])).toEqual([
      ["2026-03-01", 30],
      ["2026-03-02", 60],
      ["2026-03-03", 90],
      ["2026-03-04", 120],
    ]);
    expect(points.map(({ ci_low }) => ci_low === null)).toEqual([true, false, false, false]);
    expect(results.timeline.filter(({ variant }) => variant === "control")).toHaveLength(4);
    expect(results.timeline.every(({ variant, ci_low }) => variant === "new" || ci_low === null)).toBe(true);
    expect(results.variants[1]?.verdict).toBe("undecided");
  });

  it("carries a variant along on days on which nobody of it was heard", () => {
    const control = rowsOf("success", "control", { days: 3, daily: 100, share: 0.5 });
    const other = rowsOf("success", "new", { days: 1, daily: 100, share: 0.5 });
    const points = computeResults(sumsOf(plan(), [...other, ...control])).timeline;
    expect(points.filter(({ variant }) => variant === "new").map(({ subjects }) => subjects)).toEqual([
      100, 100, 100,
    ]);
  });

  it("is stricter with several variants, and lets the control win when all others are worse", () => {
    const names = ["control", "a", "b"];
    const rows = (shares: number[]) =>
      names.flatMap((name, index) =>
        rowsOf("success", name, { days: 3, daily: 200, share: shares[index] as number }),
      );
    const worse = computeResults(sumsOf(plan({}, names), rows([0.8, 0.5, 0.6])));
    expect(worse.rule.alpha).toBe(0.025);
    expect(worse.variants.map(({ verdict }) => verdict)).toEqual([null, "worse", "worse"]);
    expect(worse.winner).toBe("control");
    const both = computeResults(sumsOf(plan({}, names), rows([0.4, 0.7, 0.65])));
    expect(both.winner).toBe("a");
    expect(computeResults(sumsOf(plan({}, names), rows([0.5, 0.5, 0.3]))).winner).toBeNull();
  });

  it("says that no difference that matters is left", () => {
    const rows = ["control", "new"].flatMap((name) =>
      rowsOf("success", name, { days: 10, daily: 1000, share: 0.5 }),
    );
    expect(computeResults(sumsOf(plan({ minimum_effect: 0.05 }), rows)).variants[1]?.verdict).toBe(
      "no_difference",
    );
    expect(computeResults(sumsOf(plan(), rows)).variants[1]?.verdict).toBe("undecided");
  });

  it("tells when it would be decided at the pace of the last days", () => {
    const rows = (days: number) => [
      ...rowsOf("success", "control", { days, daily: 50, share: 0.5 }),
      ...rowsOf("success", "new", { days, daily: 50, share: 0.56 }),
    ];
    const days = computeResults(sumsOf(plan(), rows(4))).days_to_decision as number;
    expect(days).toBeGreaterThan(1);
    const verdictAfter = (more: number) =>
      computeResults(sumsOf(plan(), rows(4 + more))).variants[1]?.verdict;
    expect(verdictAfter(Math.floor(days) - 1)).toBe("undecided");
    expect(verdictAfter(Math.ceil(days) + 1)).toBe("better");
    expect(
      computeResults(sumsOf(plan({ status: "stopped", stopped_at: dateOf(4) }), rows(4))).days_to_decision,
    ).toBeNull();
    // Nobody new in the last week.
    const late = { ...sumsOf(plan(), rows(4)), now: new Date(start + 30 * DAY).toISOString() };
    expect(computeResults(late).days_to_decision).toBeNull();
  });

  it("is suspicious of a split that is not that of the weights", () => {
    const rows = ["control", "new"].flatMap((name) =>
      rowsOf("success", name, { days: 1, daily: 500, share: 0.5 }),
    );
    const results = computeResults(sumsOf(plan(), rows, { control: 500, new: 380 }));
    expect(results.sample_ratio.is_suspicious).toBe(true);
    expect(results.sample_ratio.p_value).toBeLessThan(0.001);
  });

  it("judges guardrails: surely too much, surely within, and not known", () => {
    const guardrails: Experiment["guardrails"] = [
      { metric: "tokens", max_increase: 0.1 },
      { metric: "cost", max_increase: 0.5 },
      { metric: "failure_rate", max_increase: 0.05 },
      { metric: "retry_rate", max_increase: 0.05 },
      { metric: "response_time", max_increase: 0.1 },
    ];
    const both = (metric: Row["metric"], control: number, other: number, value = 1) => [
      ...rowsOf(metric, "control", { days: 3, daily: 300, share: control, value }),
      ...rowsOf(metric, "new", { days: 3, daily: 300, share: other, value }),
    ];
    const results = computeResults(
      sumsOf(plan({ guardrails }), [
        ...both("success", 0.8, 0.5),
        ...both("tokens", 0.5, 0.9, 1000),
        ...both("cost", 0.9, 0.9, 0.002),
        ...both("retried", 0, 0),
        ...rowsOf("response_time", "control", { days: 3, daily: 300, share: 1, value: 500 }),
        ...rowsOf("response_time", "new", { days: 3, daily: 300, share: 1, value: 525 }),
      ]),
    );
    expect(results.guardrails.map(({ metric, state }) => [metric, state])).toEqual([
      ["tokens", "breached"],
      ["cost", "ok"],
      ["failure_rate", "breached"],
      ["retry_rate", "ok"],
      ["response_time", "ok"],
    ]);
    expect(results.guardrails[0]?.increase).toBeCloseTo(0.8, 10);
    expect(results.guardrails[2]?.increase).toBeCloseTo(0.3, 10);
    expect(results.guardrails[3]).toMatchObject({ increase: 0, ci_low: null });
    expect(results.guardrails[4]?.increase).toBeCloseTo(0.05, 10);
  });

  it("says little of nothing", () => {
    const results = computeResults(sumsOf(plan({ guardrails: [{ metric: "cost", max_increase: 0 }] }), []));
    expect(results.guardrails).toMatchObject([{ state: "unclear", increase: null, ci_low: null }]);
    expect(results.variants[1]).toMatchObject({
      rate: null,
      ci_low: null,
      difference: null,
      verdict: "too_few",
    });
    expect(results).toMatchObject({
      winner: null,
      timeline: [],
      sample_ratio: { p_value: null, is_suspicious: false },
    });
  });
});
