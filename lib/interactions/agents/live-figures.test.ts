import { describe, expect, it } from "vitest";
import { type LiveSums, toLiveResult } from "./live-figures";

const nothing = {
  total_cost: 0,
  satisfied: 0,
  satisfaction_sum: 0,
  satisfaction_sum_squares: 0,
  satisfaction_count: 0,
  labelled: 0,
  correctly_classified: 0,
  escalations_rated: 0,
  escalations_successful: 0,
  response_time_sum_ms: 0,
  response_time_count: 0,
  bucket_sum_ms: 0,
  bucket_sum_squares: 0,
};
const hour = { from: "2026-03-20T10:00:00.000Z", to: "2026-03-20T11:00:00.000Z", agents: [] };
const live = (periods: LiveSums["periods"]) => toLiveResult({ ...hour, periods });
/** Ratings as sums. */
const ratings = (values: number[]) => ({
  satisfaction_sum: values.reduce((sum, value) => sum + value, 0),
  satisfaction_sum_squares: values.reduce((sum, value) => sum + value ** 2, 0),
  satisfaction_count: values.length,
});
const agent = (agent_type: string, values: Partial<LiveSums["agents"][number]>) => ({
  agent_type,
  total_interactions: 0,
  total_tokens_used: 0,
  total_cost: 0,
  unpriced_interactions: 0,
  response_time_sum_ms: 0,
  response_time_count: 0,
  satisfaction_sum: 0,
  satisfaction_count: 0,
  context_satisfied: 0,
  context_tokens_rated: 0,
  ...values,
});

describe("the current hour", () => {
  it("is the dashboard object, with means over all agents from sums and counts", () => {
    const { current_hour } = toLiveResult({
      ...hour,
      agents: [
        agent("general", {
          total_interactions: 28,
          total_cost: 0.12,
          total_tokens_used: 5000,
          satisfaction_sum: 42,
          satisfaction_count: 10,
          response_time_sum_ms: 1000,
          response_time_count: 1,
          context_satisfied: 8,
          context_tokens_rated: 10_000,
        }),
        agent("technical", {
          total_interactions: 12,
          total_cost: 0.08,
          total_tokens_used: 3750,
          unpriced_interactions: 2,
          response_time_sum_ms: 6200,
          response_time_count: 3,
        }),
      ],
      periods: {},
    }).llm_performance_dashboard;
    expect(current_hour).toEqual({
      from: hour.from,
      to: hour.to,
      total_interactions: 40,
      agent_distribution: {
        general: { count: 28, satisfaction: 4.2, cost: 0.12 },
        technical: { count: 12, satisfaction: null, cost: 0.08 },
      },
      total_tokens: 8750,
      total_cost: 0.2,
      unpriced: 2,
      avg_response_time: "1.8s",
      avg_response_time_ms: 1800,
      context_efficiency: 0.8,
    });
  });

  it("says null, not 0, without anything", () => {
    const result = live({});
    expect(result.llm_performance_dashboard.current_hour).toMatchObject({
      total_interactions: 0,
      agent_distribution: {},
      avg_response_time: null,
      avg_response_time_ms: null,
      context_efficiency: null,
    });
    expect(Object.values(result.llm_performance_dashboard.trending_metrics)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(new Set(Object.values(result.trends))).toEqual(new Set([null]));
  });
});

describe("trends", () => {
  it("are texts with sign and unit", () => {
    const metrics = live({
      yesterday: { ...nothing, ...ratings([5, 4, 5, 5, 5]) },
      day_before: { ...nothing, ...ratings([4, 5]) },
      week: {
        ...nothing,
        total_cost: 10,
        satisfied: 56,
        labelled: 50,
        correctly_classified: 47,
        escalations_rated: 11,
        escalations_successful: 10,
      },
      week_before: { ...nothing, total_cost: 10, satisfied: 50 },
    }).llm_performance_dashboard.trending_metrics;
    expect(metrics).toEqual({
      user_satisfaction_trend: "+0.3 vs yesterday",
      cost_efficiency_trend: "+12% vs last week",
      agent_selection_accuracy: "94%",
      escalation_success_rate: "91%",
    });
  });

  it("has a minus only before what is not 0", () => {
    const trend = (yesterday: number[], before: number[]) =>
      live({
        yesterday: { ...nothing, ...ratings(yesterday) },
        day_before: { ...nothing, ...ratings(before) },
      }).llm_performance_dashboard.trending_metrics.user_satisfaction_trend;
    expect(trend([3, 4], [4, 5])).toBe("-1.0 vs yesterday");
    expect(trend([4, 4], [4, 4])).toBe("+0.0 vs yesterday");
    expect(trend([...Array(99).fill(4), 3], [4])).toBe("+0.0 vs yesterday");
  });

  it("have Welch's interval for means and Newcombe's for shares", () => {
    const { trends } = live({
      yesterday: { ...nothing, ...ratings([5, 5, 4, 5, 5, 4]) },
      day_before: { ...nothing, ...ratings([2, 3, 2, 3, 2, 2]) },
      week: { ...nothing, labelled: 70, correctly_classified: 56 },
      week_before: { ...nothing, labelled: 80, correctly_classified: 48 },
    });
    expect(trends.satisfaction_vs_yesterday).toMatchObject({
      n_current: 6,
      n_previous: 6,
      is_significant: true,
    });
    expect(trends.satisfaction_vs_yesterday?.difference).toBeCloseTo(28 / 6 - 14 / 6, 9);
    // Newcombe 1998, table II, method 10, example (a).
    expect(trends.domain_accuracy_vs_last_week?.ci_low).toBeCloseTo(0.0524, 4);
    expect(trends.domain_accuracy_vs_last_week?.ci_high).toBeCloseTo(0.3339, 4);
    expect(trends.domain_accuracy_vs_last_week?.is_significant).toBe(true);
    expect(trends.escalation_success_vs_last_week).toBeNull();
  });

  it("take the mean response time as it is and its spread from the buckets", () => {
    // Two times of 1 s and 3 s, and the same in the day before: the buckets say 1,020 and 3,050.
    const day = {
      ...nothing,
      response_time_sum_ms: 4000,
      response_time_count: 2,
      bucket_sum_ms: 4070,
      bucket_sum_squares: 1020 ** 2 + 3050 ** 2,
    };
    const difference = live({ yesterday: day, day_before: { ...day, response_time_sum_ms: 5000 } }).trends
      .response_time_vs_yesterday;
    expect(difference).toMatchObject({
      current: 2000,
      previous: 2500,
      difference: -500,
      is_significant: false,
    });
  });

  it("have no cost efficiency where a week cost nothing", () => {
    const week = { ...nothing, total_cost: 1, satisfied: 3 };
    expect(live({ week, week_before: nothing }).trends.cost_efficiency_vs_last_week).toBeNull();
    expect(live({ week: nothing, week_before: week }).trends.cost_efficiency_vs_last_week).toBeNull();
    expect(
      live({ week, week_before: { ...week, satisfied: 0 } }).trends.cost_efficiency_vs_last_week,
    ).toBeNull();
    expect(live({ week, week_before: { ...week, satisfied: 4 } }).trends.cost_efficiency_vs_last_week).toBe(
      -0.25,
    );
  });
});
