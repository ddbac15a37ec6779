import { formatBucket, formatDays } from "@/lib/format/bucket";
import { formatPercent, formatUsd } from "@/lib/format/number";
import type { ChartTable } from "@/lib/format/table";
import type { ForecastResult } from "./schemas";

/** Spend of the period up to and with one day: known, then expected with its 80 % band. The running day has both. */
export type ForecastPoint = {
  bucket: string;
  actual: number | null;
  expected: number | null;
  band: [low: number, high: number] | null;
  ofDay: { actual: number | null; expected: number | null };
};

/** The points of the chart. The expected line begins where the known one ends, so that both are joined. */
export function prepareForecast({ days, spent_usd }: ForecastResult): ForecastPoint[] {
  const firstExpected = days.findIndex(({ cumulative_high_usd }) => cumulative_high_usd !== null);
  const lastActual = days.findLastIndex(({ actual_usd }) => actual_usd !== null);
  return days.map((day, index) => {
    const isJoint = index === firstExpected - 1;
    const isRunning = index === lastActual;
    return {
      bucket: `${day.date}T00:00:00.000Z`,
      // What the running day has cost so far, not what it will cost.
      actual: day.actual_usd === null ? null : isRunning ? spent_usd : day.cumulative_usd,
      expected: day.cumulative_high_usd === null && !isJoint ? null : day.cumulative_usd,
      band:
        day.cumulative_low_usd !== null && day.cumulative_high_usd !== null
          ? [day.cumulative_low_usd, day.cumulative_high_usd]
          : isJoint
            ? [day.cumulative_usd, day.cumulative_usd]
            : null,
      ofDay: { actual: day.actual_usd, expected: day.forecast_usd },
    };
  });
}

/** Why there is no forecast, as people read it. */
export const forecastReasonTexts: Record<NonNullable<ForecastResult["reason"]>, string> = {
  too_little_data:
    "No forecast yet: it needs 21 past days of history, 14 of them with spend. Until then it would be a guess.",
  no_spend: "No forecast: nothing has been spent here.",
};

export type ForecastFact = { key: string; label: string; value: string; detail: string; isBad: boolean };

/** What the forecast says in figures; empty without one. */
export function describeForecast({
  forecast,
  limit_usd,
  spent_usd,
  period_start,
  period_end,
}: ForecastResult): ForecastFact[] {
  const spent: ForecastFact = {
    key: "spent",
    label: "Spent so far",
    value: formatUsd(spent_usd),
    detail: formatDays(
      `${period_start.slice(0, 10)}T00:00:00.000Z`,
      `${period_end.slice(0, 10)}T00:00:00.000Z`,
    ),
    isBad: limit_usd !== null && spent_usd >= limit_usd,
  };
  if (!forecast) return [spent];
  const end: ForecastFact = {
    key: "total",
    label: "Expected at the end",
    value: formatUsd(forecast.total_usd),
    detail: `80% band ${formatUsd(forecast.low_usd)} to ${formatUsd(forecast.high_usd)}`,
    isBad: limit_usd !== null && forecast.total_usd >= limit_usd,
  };
  if (limit_usd === null) return [spent, end];
  const { crosses_limit_on, probability_over_limit } = forecast;
  return [
    spent,
    end,
    {
      key: "crossing",
      label: "Limit crossed",
      value:
        crosses_limit_on === null
          ? "Not in this period"
          : formatBucket(`${crosses_limit_on.slice(0, 10)}T00:00:00.000Z`, "day"),
      detail:
        spent_usd >= limit_usd
          ? `limit ${formatUsd(limit_usd)}, passed already`
          : probability_over_limit === null
            ? `limit ${formatUsd(limit_usd)}`
            : `${formatPercent(probability_over_limit, 0)} likely to pass ${formatUsd(limit_usd)}`,
      isBad: crosses_limit_on !== null,
    },
  ];
}

/** How good the method was on the days that are known, against the naive forecast. */
export function describeBacktest({ backtest, forecast }: ForecastResult): string | null {
  if (!backtest) return null;
  const { points, mae_usd, naive_mae_usd, relative_error, coverage } = backtest;
  const verdict =
    relative_error === null
      ? ""
      : ` (× ${relative_error.toFixed(2)}, ${relative_error < 1 ? "better" : relative_error > 1 ? "worse" : "as good"})`;
  return `Tried on ${points} past days: mean error ${formatUsd(mae_usd)} a day against ${formatUsd(naive_mae_usd)} of “as a week before”${verdict}; ${formatPercent(coverage, 0)} of days lay in their 80% band.${forecast ? ` Method: ${forecast.method}.` : ""}`;
}

const names = [
  "date",
  "actual_usd",
  "forecast_usd",
  "low_usd",
  "high_usd",
  "cumulative_usd",
  "cumulative_low_usd",
  "cumulative_high_usd",
] as const;
const labels = ["Day (UTC)", "Spent", "Expected", "Low", "High", "Sum", "Sum, low", "Sum, high"];

/** The days of GET /v1/costs/forecast as they are. */
export function tabulateForecast({ days }: ForecastResult, hrefOf: (date: string) => string): ChartTable {
  return {
    columns: names.map((name, index) => ({
      name,
      label: labels[index] ?? name,
      isNumeric: index > 0,
      format: (value) => (index === 0 ? String(value) : formatUsd(value === null ? null : Number(value))),
    })),
    rows: days.map((day) => ({ href: hrefOf(day.date), values: names.map((name) => day[name]) })),
  };
}
