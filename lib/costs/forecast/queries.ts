import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import { NO_MODEL } from "../filter";
import { forecastSpend } from "./forecast-spend";
import type { ForecastQuery, ForecastResult } from "./schemas";

const series = z.object({
  today: z.string(),
  period: z.enum(["day", "month"]),
  limit_usd: z.coerce.number().nullable(),
  days: z.array(z.object({ date: z.string(), usd: z.coerce.number() })),
});

/**
 * The forecast of the running month under a filter, or of the running period of a budget.
 * @throws AppError not_found for a budget that does not exist for the caller.
 */
export async function forecastCosts(client: Client, query: ForecastQuery): Promise<ForecastResult> {
  const { budget_id, model, ...filter } = query;
  const stored = await callFunction(
    client,
    "cost_series",
    {
      filter: JSON.stringify({
        ...filter,
        ...(model ? { model: model.map((name) => (name === NO_MODEL ? null : name)) } : {}),
      }),
      ...(budget_id ? { budget_id } : {}),
    },
    series,
  );
  return forecastSpend(stored);
}
