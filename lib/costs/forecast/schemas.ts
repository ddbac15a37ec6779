import { z } from "zod";
import { rowId } from "@/lib/query/fields";
import { anyOf, single } from "@/lib/query/parameters";
import { NO_MODEL } from "../filter";

const money = z.coerce.number().meta({ description: "USD" });

/** GET /v1/costs/forecast: for the running month (or day) of a scope or of a budget. */
export const forecastQuery = z
  .strictObject({
    project: anyOf("Project.").optional(),
    agent_type: anyOf("Agent.").optional(),
    model: anyOf(`Model; ${NO_MODEL} = interactions without one.`).optional(),
    budget_id: single(rowId, "The scope, period and limit of this budget.").optional(),
  })
  .refine((value) => !value.budget_id || !(value.project || value.agent_type || value.model), {
    path: ["budget_id"],
    error: "cannot be combined with project, agent_type or model",
  });
export type ForecastQuery = z.output<typeof forecastQuery>;

export const forecastReasons = ["too_little_data", "no_spend"] as const;
export const forecastResult = z
  .object({
    period_start: z.string(),
    period_end: z.string().meta({ description: "First UTC day after the period." }),
    spent_usd: money.meta({ description: "So far in the period, today included." }),
    limit_usd: money.nullable(),
    forecast: z
      .object({
        total_usd: money.meta({ description: "Median for the whole period, what is spent included." }),
        low_usd: money.meta({ description: "10 % bound (80 % band)." }),
        high_usd: money.meta({ description: "90 % bound." }),
        crosses_limit_on: z.string().nullable().meta({
          description:
            "The UTC day on which the median crosses the limit; null = not in this period, or no limit.",
        }),
        probability_over_limit: z.number().nullable(),
        method: z.string(),
      })
      .nullable(),
    reason: z.enum(forecastReasons).nullable().meta({ description: "Why there is no forecast." }),
    backtest: z
      .object({
        points: z.int(),
        mae_usd: money.meta({ description: "Mean absolute error of one day's forecast, over the points." }),
        naive_mae_usd: money.meta({ description: "Of “as on the same weekday a week before”." }),
        relative_error: z
          .number()
          .nullable()
          .meta({ description: "mae_usd / naive_mae_usd: below 1 is better than naive." }),
        coverage: z.number().meta({ description: "Share of days inside their 80 % band." }),
      })
      .nullable(),
    days: z.array(
      z.object({
        date: z.string(),
        actual_usd: money.nullable(),
        forecast_usd: money.nullable(),
        low_usd: money.nullable(),
        high_usd: money.nullable(),
        cumulative_usd: money,
        cumulative_low_usd: money.nullable(),
        cumulative_high_usd: money.nullable(),
      }),
    ),
  })
  .meta({ id: "CostForecast" });
export type ForecastResult = z.infer<typeof forecastResult>;
