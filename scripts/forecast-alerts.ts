import type { Sql } from "postgres";
import { forecastSpend, type SpendSeries } from "@/lib/costs/forecast/forecast-spend";

/** From this probability on that a month ends over its budget, somebody is told. */
const LIKELY = 0.8;

type Row = {
  id: string;
  period: "month";
  limit_usd: string;
  today: string;
  days: { date: string; usd: number }[];
};

/**
 * Forecasts the running month of every budget in force and alerts, once per budget and month, where it is likely to end over its
 * limit. What has crossed its limit already needs no forecast. Answers how many alerts were raised.
 */
export async function alertOnForecasts(sql: Sql, signal: AbortSignal): Promise<number> {
  const budgets = await sql<{ id: string }[]>`
    select b.id from public.budgets b where b.is_active and b.period = 'month' order by b.id`;
  let raised = 0;
  for (const { id } of budgets) {
    if (signal.aborted) break;
    const [row] = await sql<Row[]>`
      select b.id, b.period, b.limit_usd, (now() at time zone 'UTC')::date::text as today, private.budget_series(b) as days
      from public.budgets b where b.id = ${id}`;
    if (!row) continue;
    const series: SpendSeries = { ...row, limit_usd: Number(row.limit_usd) };
    const { spent_usd, limit_usd, period_start, forecast } = forecastSpend(series);
    if (!forecast || limit_usd === null || spent_usd >= limit_usd) continue;
    if ((forecast.probability_over_limit ?? 0) < LIKELY) continue;
    const [alert] = await sql<{ id: string | null }[]>`
      select private.raise_forecast_alert(${id}, ${period_start}::date, round(${forecast.total_usd}::numeric, 10)) as id`;
    if (alert?.id) raised += 1;
  }
  return raised;
}
