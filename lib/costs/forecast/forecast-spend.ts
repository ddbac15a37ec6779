import { backtest, FORECAST_MIN_DAYS, forecast } from "@/lib/stats/forecast";
import type { ForecastResult } from "./schemas";

const DAY_MS = 86_400_000;

/** Fewest days with spend among the past ones that a forecast is made from. */
const MIN_SPEND_DAYS = 14;

export type SpendSeries = {
  /** The running UTC day. */
  today: string;
  period: "day" | "month";
  limit_usd: number | null;
  /** USD per UTC day up to today, oldest first, without gaps. */
  days: { date: string; usd: number }[];
};

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

function periodOf({ today, period }: SpendSeries): { start: string; end: string } {
  if (period === "day") return { start: today, end: addDays(today, 1) };
  const [year, month] = today.split("-").map(Number) as [number, number, number];
  return {
    start: `${today.slice(0, 7)}-01`,
    end: new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10),
  };
}

/** A sum of amounts with the ten decimals that money is stored with, without what binary fractions add to it. */
const toMoney = (usd: number) => Number(usd.toFixed(10));

/**
 * The forecast of the running period. Complete days since the first one with spend are the past; what today has cost so far is
 * the least that today will cost. There is none with fewer than 21 past days or 14 with spend. Equal series give equal results.
 */
export function forecastSpend(series: SpendSeries): ForecastResult {
  const { today, days, limit_usd } = series;
  const { start, end } = periodOf(series);
  const spentToday = days.at(-1)?.usd ?? 0;
  const first = days.findIndex(({ usd }) => usd > 0);
  const past = first === -1 ? [] : days.slice(first, -1);
  const values = past.map(({ usd }) => usd);
  const periodDays = days.filter(({ date }) => date >= start);
  const spent = toMoney(periodDays.reduce((sum, { usd }) => sum + usd, 0));
  const coming = Math.round((Date.parse(end) - Date.parse(today)) / DAY_MS);
  const hasEnough =
    values.length >= FORECAST_MIN_DAYS && values.filter((usd) => usd > 0).length >= MIN_SPEND_DAYS;
  const result = hasEnough
    ? forecast(values, coming, { seed: `${start} ${values.length}`, atLeast: spentToday })
    : null;

  const before = spent - spentToday;
  let cumulative = 0;
  const complete = periodDays.slice(0, -1).map(({ date, usd }) => {
    cumulative = toMoney(cumulative + usd);
    return {
      date,
      actual_usd: usd,
      forecast_usd: null,
      low_usd: null,
      high_usd: null,
      cumulative_usd: cumulative,
      cumulative_low_usd: null,
      cumulative_high_usd: null,
    };
  });
  const others = Array.from({ length: coming }, (_, index) => {
    const day = result?.days[index];
    return {
      date: addDays(today, index),
      actual_usd: index === 0 ? spentToday : null,
      forecast_usd: day?.median ?? null,
      low_usd: day?.low ?? null,
      high_usd: day?.high ?? null,
      cumulative_usd: day ? before + day.sumMedian : spent,
      cumulative_low_usd: day ? before + day.sumLow : null,
      cumulative_high_usd: day ? before + day.sumHigh : null,
    };
  });
  const last = result?.days.at(-1);
  const tested = result ? backtest(values) : null;
  const all = [...complete, ...others];
  return {
    period_start: start,
    period_end: end,
    spent_usd: spent,
    limit_usd,
    forecast:
      result && last
        ? {
            total_usd: before + last.sumMedian,
            low_usd: before + last.sumLow,
            high_usd: before + last.sumHigh,
            crosses_limit_on:
              limit_usd === null
                ? null
                : (all.find(({ cumulative_usd }) => cumulative_usd >= limit_usd)?.date ?? null),
            probability_over_limit:
              limit_usd === null
                ? null
                : result.totals.reduce((count, total) => count + (before + total >= limit_usd ? 1 : 0), 0) /
                  result.totals.length,
            method: "Exponential smoothing with a weekly season (ETS), simulated",
          }
        : null,
    reason: result ? null : first === -1 ? "no_spend" : "too_little_data",
    backtest: tested
      ? {
          points: tested.points,
          mae_usd: tested.mae,
          naive_mae_usd: tested.naiveMae,
          relative_error: tested.naiveMae > 0 ? tested.mae / tested.naiveMae : null,
          coverage: tested.coverage,
        }
      : null,
    // Without a forecast nothing is known of the days to come.
    days: result ? all : all.slice(0, complete.length + 1),
  };
}
