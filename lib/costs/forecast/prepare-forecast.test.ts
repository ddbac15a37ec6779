import { describe, expect, it } from "vitest";
import { describeForecast, prepareForecast } from "./prepare-forecast";
import type { ForecastResult } from "./schemas";

const day = (date: string, values: Partial<ForecastResult["days"][number]>) => ({
  date,
  actual_usd: null,
  forecast_usd: null,
  low_usd: null,
  high_usd: null,
  cumulative_usd: 0,
  cumulative_low_usd: null,
  cumulative_high_usd: null,
  ...values,
});
const result: ForecastResult = {
  period_start: "2026-11-01",
  period_end: "2026-11-05",
  spent_usd: 3.5,
  limit_usd: 6,
  forecast: {
    total_usd: 7,
    low_usd: 5,
    high_usd: 9,
    crosses_limit_on: "2026-11-04",
    probability_over_limit: 0.7,
    method: "m",
  },
  reason: null,
  backtest: null,
  days: [
    day("2026-11-01", { actual_usd: 1, cumulative_usd: 1 }),
    day("2026-11-02", { actual_usd: 2, cumulative_usd: 3 }),
    day("2026-11-03", {
      actual_usd: 0.5,
      forecast_usd: 2,
      cumulative_usd: 5,
      cumulative_low_usd: 4,
      cumulative_high_usd: 6,
    }),
    day("2026-11-04", {
      forecast_usd: 2,
      cumulative_usd: 7,
      cumulative_low_usd: 5,
      cumulative_high_usd: 9,
    }),
  ],
};

describe("prepareForecast", () => {
  it("draws what is known up to the running day, and what is expected from the last complete one", () => {
    const points = prepareForecast(result);
    expect(points.map(({ actual }) => actual)).toEqual([1, 3, 3.5, null]);
    expect(points.map(({ expected }) => expected)).toEqual([null, 3, 5, 7]);
    expect(points.map(({ band }) => band)).toEqual([null, [3, 3], [4, 6], [5, 9]]);
  });
  it("draws only what is known without a forecast", () => {
    const days = result.days.slice(0, 2);
    const points = prepareForecast({ ...result, forecast: null, spent_usd: 3, days });
    expect(points.map(({ actual }) => actual)).toEqual([1, 3]);
    expect(points.every(({ expected, band }) => expected === null && band === null)).toBe(true);
  });
});

describe("describeForecast", () => {
  it("says the end, its band, and the day on which the limit is crossed", () => {
    const facts = describeForecast(result);
    expect(facts.map(({ value }) => value)).toEqual(["$3.50", "$7.00", "Wed, 4 Nov 2026"]);
    expect(facts[0]?.detail).toBe("1 Nov – 4 Nov 2026");
    expect(facts[2]?.detail).toBe("70% likely to pass $6.00");
    expect(describeForecast({ ...result, spent_usd: 6.5 })[2]?.detail).toBe("limit $6.00, passed already");
    expect(describeForecast({ ...result, limit_usd: null })).toHaveLength(2);
  });
});
