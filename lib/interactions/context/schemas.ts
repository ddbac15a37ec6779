import { z } from "zod";

const count = z.coerce.number().meta({ override: { type: "integer" } });

/** Below so many rated interactions no knee is looked for. */
export const MIN_RATED = 200;

/** One bin of context sizes. Bounds are tokens; `to_tokens` is excluded. */
export const contextBin = z
  .object({
    from_tokens: z.int(),
    to_tokens: z.int(),
    total_interactions: count,
    avg_user_satisfaction: z.number().nullable(),
    satisfaction_ci_low: z.number().nullable(),
    satisfaction_ci_high: z.number().nullable(),
    satisfaction_count: count,
    avg_response_time_ms: z.number().nullable(),
    response_time_ci_low: z.number().nullable(),
    response_time_ci_high: z.number().nullable(),
    response_time_count: count,
  })
  .meta({ id: "ContextBin" });
export type ContextBin = z.infer<typeof contextBin>;

/** GET /v1/analytics/context. The knee is null unless a test finds it significant. */
export const contextResult = z
  .object({
    data: z.array(contextBin),
    knee: z
      .object({
        at_tokens: z.int().meta({ description: "From this size on satisfaction falls." }),
        p_value: z.number(),
        slope_before: z
          .number()
          .meta({ description: "Change of satisfaction per doubling of the context, before the knee." }),
        slope_after: z.number(),
      })
      .nullable(),
    without_context: count.meta({ description: "Interactions without a context size; in no bin." }),
  })
  .meta({ id: "ContextAnalytics" });
export type ContextResult = z.infer<typeof contextResult>;
