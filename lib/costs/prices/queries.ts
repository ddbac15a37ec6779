import "server-only";
import { z } from "zod";
import { canonicalModel } from "@/lib/pricing/canonical-model";
import { welchInterval } from "@/lib/stats/welch";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type ModelPrice,
  modelPrice,
  type PricesQuery,
  type UnpricedQuery,
  type UnpricedResult,
  unpricedResult,
  type WhatIfQuery,
  type WhatIfResult,
  whatIfResult,
} from "./schemas";

/** Prices by model, newest first within one. */
export async function listPrices(client: Client, query: PricesQuery): Promise<ModelPrice[]> {
  return callFunction(client, "list_model_prices", { filter: JSON.stringify(query) }, z.array(modelPrice));
}

/** Interactions without a cost per model, project and reason, and how many there are. */
export async function listUnpriced(client: Client, { filter }: UnpricedQuery): Promise<UnpricedResult> {
  return callFunction(client, "list_unpriced", { filter: JSON.stringify(filter) }, unpricedResult);
}

/** Number, sum and sum of squares of ratings. */
const moments = z
  .tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()])
  .transform(([n, total, squares]) => ({ n, total, squares }));
const whatIf = whatIfResult
  .omit({ to_model: true })
  .extend({ quality: z.object({ current: moments, to_model: moments }) });

/** What the traffic under a filter cost and would have cost on another model, and how satisfied people were on either. */
export async function compareModelCost(
  client: Client,
  { filter, toModel }: WhatIfQuery,
): Promise<WhatIfResult> {
  const { quality, ...costs } = await callFunction(
    client,
    "what_if_cost",
    { filter: JSON.stringify(filter), to_model: toModel, priced_as: canonicalModel(toModel) ?? undefined },
    whatIf,
  );
  const { current, to_model } = quality;
  const interval = welchInterval(to_model, current);
  const average = ({ n, total }: { n: number; total: number }) => (n > 0 ? total / n : null);
  const [before, after] = [average(current), average(to_model)];
  return {
    to_model: toModel,
    ...costs,
    quality: {
      current: { average: before, n: current.n },
      to_model: { average: after, n: to_model.n },
      difference: before === null || after === null ? null : after - before,
      ci_low: interval?.low ?? null,
      ci_high: interval?.high ?? null,
    },
  };
}
