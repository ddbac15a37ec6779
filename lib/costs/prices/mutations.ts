import "server-only";
import { z } from "zod";
import { type Client, callFunction } from "@/lib/supabase/client";
import {
  type ModelPrice,
  modelPrice,
  type PriceInput,
  type RepriceInput,
  type RepriceResult,
} from "./schemas";

/**
 * Sets the price of a model from a time on.
 * @throws AppError forbidden for those who may not, or not in every project.
 */
export async function setPrice(client: Client, input: PriceInput): Promise<ModelPrice> {
  return callFunction(client, "set_model_price", { input: JSON.stringify(input) }, modelPrice);
}

/**
 * Deletes a price that a person set.
 * @throws AppError not_found; conflict for one of the price list; forbidden.
 */
export async function deletePrice(client: Client, id: string): Promise<void> {
  await callFunction(client, "delete_model_price", { price_id: id }, z.unknown());
}

const progress = z.looseObject({
  repriced: z.coerce.number(),
  still_unpriced: z.coerce.number(),
  cost_added_usd: z.string(),
  is_done: z.boolean(),
});

/**
 * Prices interactions again, in one transaction per 2,000. Each is exact by itself, so that a call that breaks off has done a part,
 * and the next does the rest.
 * @throws AppError forbidden for those who may not, and for another project.
 */
export async function repriceInteractions(client: Client, input: RepriceInput): Promise<RepriceResult> {
  const options = JSON.stringify(input);
  let state: z.infer<typeof progress> | null = null;
  do {
    state = await callFunction(
      client,
      "reprice_interactions",
      { input: options, progress: state === null ? undefined : JSON.stringify(state) },
      progress,
    );
  } while (!state.is_done);
  return {
    repriced: state.repriced,
    still_unpriced: state.still_unpriced,
    cost_added_usd: Number(state.cost_added_usd),
  };
}
