import { z } from "zod";
import { label, rowId } from "@/lib/query/fields";
import { anyOf, single } from "@/lib/query/parameters";
import { checkWholeDays } from "@/lib/query/range";
import { timestamp } from "@/lib/query/timestamp";
import { costParameters, resolveCostFilter } from "../filter";

const count = z.coerce.number().meta({ override: { type: "integer" } });
const usd = z.number().min(0, "must not be negative").max(1_000_000, "must be at most 1,000,000");

/** What a model costs from a time on. USD per million tokens. */
export const modelPrice = z
  .object({
    id: rowId,
    model: z.string(),
    provider: z.string().nullable(),
    input_usd_per_million: z.coerce.number(),
    cached_usd_per_million: z.coerce.number().nullable(),
    output_usd_per_million: z.coerce.number(),
    valid_from: timestamp,
    source: z.enum(["manual", "genai-prices"]),
    updated_at: timestamp,
  })
  .meta({ id: "ModelPrice" });
export type ModelPrice = z.infer<typeof modelPrice>;

/** GET /v1/prices: `used=true` leaves out models that no interaction has. */
export const pricesQuery = z.strictObject({
  model: anyOf("Model.").optional(),
  q: single(z.string().max(200), "Part of a model's name.").optional(),
  used: single(
    z.enum(["true", "false"], "must be true or false").transform((value) => value === "true"),
    "Only models that interactions have (true).",
  ).optional(),
});
export type PricesQuery = z.output<typeof pricesQuery>;
export const pricesResult = z.object({ data: z.array(modelPrice) });

/** PUT /v1/prices: sets the price of a model from a time on; one with the same model and time is replaced. */
export const priceInput = z
  .strictObject({
    model: label("model"),
    provider: label("provider").nullish(),
    input_usd_per_million: usd,
    cached_usd_per_million: usd.nullish(),
    output_usd_per_million: usd,
    valid_from: z.iso
      .datetime({ offset: true, error: "must be a time with zone", abort: true })
      .refine((value) => Date.parse(value) >= 0, "must not be before 1970")
      .nullish()
      .meta({ description: "Left out: always." }),
  })
  .meta({
    id: "ModelPriceInput",
    example: { model: "in-house-7b", input_usd_per_million: 0.2, output_usd_per_million: 0.4 },
  });
export type PriceInput = z.infer<typeof priceInput>;

/** GET /v1/costs/unpriced: models whose interactions have no cost, and why. */
export const unpricedReasons = [
  "no_model",
  "no_tokens",
  "tokens_not_split",
  "unknown_model",
  "not_repriced",
] as const;
export const unpricedRow = z
  .object({
    model: z.string().nullable(),
    project: z.string(),
    reason: z.enum(unpricedReasons).meta({
      description: "tokens_not_split: only tokens_used is known; not_repriced: there is a price now.",
    }),
    total_interactions: count,
    total_tokens: count,
    first_seen_at: timestamp,
    last_seen_at: timestamp,
  })
  .meta({ id: "UnpricedRow" });
export type UnpricedRow = z.infer<typeof unpricedRow>;
export const unpricedResult = z.object({ data: z.array(unpricedRow), total: count });
export type UnpricedResult = z.infer<typeof unpricedResult>;
export const unpricedQuery = z
  .strictObject(costParameters)
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveCostFilter(value, null) }));
export type UnpricedQuery = z.output<typeof unpricedQuery>;

/** POST /v1/costs/reprice: prices what has no cost and has a price now; with include_priced also what has another price now. */
export const repriceInput = z.strictObject({
  project: label("project").optional(),
  model: label("model").optional(),
  include_priced: z.boolean().default(false).meta({
    description:
      "Also those priced by an older row of the price list. Costs that were sent are never changed.",
  }),
  dry_run: z.boolean().default(false),
});
export type RepriceInput = z.output<typeof repriceInput>;
export const repriceResult = z
  .object({ repriced: count, still_unpriced: count, cost_added_usd: z.coerce.number() })
  .meta({ id: "RepriceResult" });
export type RepriceResult = z.infer<typeof repriceResult>;

/** GET /v1/costs/what-if: the same traffic on another model. */
export const whatIfQuery = z
  .strictObject({
    ...costParameters,
    to_model: single(label("to_model"), "The model to price the traffic at."),
  })
  .superRefine(checkWholeDays)
  .transform((value) => ({ filter: resolveCostFilter(value, 30), toModel: value.to_model }));
export type WhatIfQuery = z.output<typeof whatIfQuery>;
export const whatIfResult = z
  .object({
    to_model: z.string(),
    price: modelPrice.nullable().meta({
      description:
        "The newest price used, of the end of the range: each interaction is priced at its own time. null = none is known, and what_if_cost is null.",
    }),
    interactions: count.meta({ description: "Those with split tokens and a cost: what is compared." }),
    left_out: count.meta({ description: "The others, and those older than the model's first price." }),
    actual_cost: z.coerce.number(),
    what_if_cost: z.coerce.number().nullable(),
    difference: z.coerce.number().nullable(),
    quality: z
      .object({
        current: z.object({ average: z.number().nullable(), n: z.int() }),
        to_model: z.object({ average: z.number().nullable(), n: z.int() }),
        difference: z.number().nullable(),
        ci_low: z.number().nullable(),
        ci_high: z.number().nullable(),
      })
      .meta({
        description:
          "Mean satisfaction of the traffic on other models and of that on to_model, to_model - current with Welch's 95% interval. Observed on different traffic: not the effect of a change.",
      }),
  })
  .meta({ id: "WhatIf" });
export type WhatIfResult = z.infer<typeof whatIfResult>;
