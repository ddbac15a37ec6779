import { describe, expect, it } from "vitest";
import { forecastSpend, type SpendSeries } from "./forecast-spend";

const DAY_MS = 86_400_000;
/** Spend of the days up to today; `usd` gets the days before today (0 = today). */
function seriesOf(today: string, days: number, usd: (before: number) => number): SpendSeries {
  return {
    today,
    period: "month",
    limit_usd: 300,
    days: Array.from({ length: days + 1 }, (_, index) => ({
      date: new Date(Date.parse(today) - (days - index) * DAY_MS).toISOString().slice(0, 10),
      usd: usd(days - index),
    })),
  };
}

describe("forecastSpend", () => {
  it("adds what is spent to what is to come, and names the day on which the limit is crossed", () => {
    // 10 USD a day; by the end of the 10th 100 are spent, 4 of them today.
    const result = forecastSpend(seriesOf("2026-04-11", 60, (before) => (before === 0 ? 4 : 10)));
    expect(result).toMatchObject({
      period_start: "2026-04-01",
      period_end: "2026-05-01",
      spent_usd: 104,
      limit_usd: 300,
      reason: null,
    });
    expect(result.forecast?.total_usd).toBeCloseTo(300, 6);
    expect(result.forecast).toMatchObject({ crosses_limit_on: "2026-04-30" });
    expect(result.forecast?.probability_over_limit).toBeGreaterThan(0.9);
    expect(result.days).toHaveLength(30);
    expect(result.days[9]).toMatchObject({
      date: "2026-04-10",
      actual_usd: 10,
      forecast_usd: null,
      cumulative_usd: 100,
    });
    expect(result.days[10]).toMatchObject({ date: "2026-04-11", actual_usd: 4 });
    expect(result.days[10]?.forecast_usd).toBeCloseTo(10, 6);
    expect(result.days[29]?.actual_usd).toBeNull();
  });

  it("adds amounts as the decimals that they are", () => {
    const result = forecastSpend(seriesOf("2026-04-03", 60, () => 0.1));
    expect(result.spent_usd).toBe(0.3);
    expect(result.days[1]?.cumulative_usd).toBe(0.2);
    expect(result.days[2]?.date).toBe("2026-04-03");
  });

  it("keeps what today has cost already when that is more than a day usually costs", () => {
    const result = forecastSpend(seriesOf("2026-04-30", 60, (before) => (before === 0 ? 150 : 10)));
    expect(result.forecast?.total_usd).toBeCloseTo(29 * 10 + 150, 6);
    expect(result.forecast).toMatchObject({ crosses_limit_on: "2026-04-30", probability_over_limit: 1 });
  });

  it("does not cross a limit that is out of reach, and knows none without a limit", () => {
    const series = seriesOf("2026-04-11", 60, () => 1);
    expect(forecastSpend(series).forecast).toMatchObject({
      crosses_limit_on: null,
      probability_over_limit: 0,
    });
    expect(forecastSpend({ ...series, limit_usd: null }).forecast).toMatchObject({
      crosses_limit_on: null,
      probability_over_limit: null,
    });
  });

  it("says the day that lies behind when the limit was crossed already", () => {
    const result = forecastSpend({ ...seriesOf("2026-04-11", 60, () => 10), limit_usd: 35 });
    expect(result.forecast?.crosses_limit_on).toBe("2026-04-04");
  });

  it("forecasts a day's budget from the days before", () => {
    const result = forecastSpend({
      ...seriesOf("2026-04-11", 60, (before) => (before === 0 ? 2 : 10)),
      period: "day",
    });
    expect(result).toMatchObject({ period_start: "2026-04-11", period_end: "2026-04-12", spent_usd: 2 });
    expect(result.forecast?.total_usd).toBeCloseTo(10, 6);
    expect(result.days).toHaveLength(1);
  });

  it("says why there is none", () => {
    const young = forecastSpend(seriesOf("2026-04-11", 20, () => 10));
    expect(young).toMatchObject({
      forecast: null,
      reason: "too_little_data",
      backtest: null,
      spent_usd: 110,
    });
    // Only the days that are over, and today: nothing is known of the others.
    expect(young.days).toHaveLength(11);
    expect(forecastSpend(seriesOf("2026-04-11", 21, () => 10)).forecast).not.toBeNull();
    expect(forecastSpend(seriesOf("2026-04-11", 60, () => 0))).toMatchObject({
      forecast: null,
      reason: "no_spend",
    });
    // Spend on every fifth day only is too little to tell.
    expect(forecastSpend(seriesOf("2026-04-11", 60, (before) => (before % 5 ? 0 : 10))).reason).toBe(
      "too_little_data",
    );
  });

  it("begins its history with the first day of spend", () => {
    const result = forecastSpend(seriesOf("2026-04-11", 180, (before) => (before <= 30 ? 10 : 0)));
    expect(result.forecast?.total_usd).toBeCloseTo(300, 6);
  });
});
