import { z } from "zod";
import { defineEndpoint } from "@/lib/http/endpoint";
import { rowId } from "@/lib/query/fields";
import {
  modelPrice,
  priceInput,
  pricesQuery,
  pricesResult,
  repriceInput,
  repriceResult,
  unpricedQuery,
  unpricedResult,
  whatIfQuery,
  whatIfResult,
} from "./schemas";

const tag = "costs";
const readers = { allowed: "Members, and keys with scope read or export." };
const changers = { allowed: "Product owners and admins of every project." };

export const listPricesEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/prices",
  tag,
  summary: "List what models cost",
  description:
    "USD per million tokens, by model, newest first within one. Rows of the price list and those that people set; of equal times the latter are used.",
  access: readers,
  query: pricesQuery,
  responses: { 200: { description: "The prices", schema: pricesResult } },
});

export const putPriceEndpoint = defineEndpoint({
  method: "PUT",
  path: "/v1/prices",
  tag,
  summary: "Set the price of a model from a time on",
  description:
    "Replaces the price with the same model and time. Costs worked out before stay as they are until POST /v1/costs/reprice.",
  access: changers,
  body: priceInput,
  responses: { 200: { description: "The price", schema: modelPrice } },
});

export const deletePriceEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/prices/{price_id}",
  tag,
  summary: "Delete a price that a person set",
  description:
    "The price list's own price, if it has one, holds again. Costs worked out before stay as they are. 409 for a price of the price list.",
  access: changers,
  params: z.object({ price_id: rowId }),
  responses: { 204: { description: "Deleted" } },
});

export const listUnpricedEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/costs/unpriced",
  tag,
  summary: "Models whose interactions have no cost, and why",
  description: "All time without a range. `total` counts interactions.",
  access: readers,
  query: unpricedQuery,
  responses: { 200: { description: "Most interactions first", schema: unpricedResult } },
});

export const repriceEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/costs/reprice",
  tag,
  summary: "Price again what has no cost, or a cost by another price",
  description:
    "Costs that were sent never change. Totals, figures and budgets follow. Safe to repeat: what is priced rightly is left alone.",
  access: { allowed: "Product owners and admins." },
  body: repriceInput,
  responses: { 200: { description: "What was, or with dry_run would be, changed", schema: repriceResult } },
});

export const getWhatIfEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/costs/what-if",
  tag,
  summary: "What the same traffic would have cost on another model",
  description:
    "The last 30 days without a range. The difference in quality is observed on different traffic: it is not the effect of a change of model.",
  access: readers,
  query: whatIfQuery,
  responses: { 200: { description: "The comparison", schema: whatIfResult } },
});
