import { type ModelInfo, type ModelPrice, type Provider, waitForUpdate } from "@pydantic/genai-prices";
import { nameInPriceList } from "./canonical-model";

/** What a model costs from a time on, in USD per million tokens. */
export interface ListedPrice {
  model: string;
  provider: string;
  input_usd_per_million: number;
  cached_usd_per_million: number | null;
  output_usd_per_million: number;
  valid_from: string;
}

const ALWAYS = "1970-01-01T00:00:00Z";

/** The price of the first token; of a tiered price its lowest tier. */
const baseOf = (price: ModelPrice[string]) => (typeof price === "object" ? price.base : price);

function toPrice(prices: ModelPrice) {
  const input = baseOf(prices.input_mtok);
  // What has no price for input tokens is sold by the page, the hour or not at all; what also costs per request
  // would be priced too low by its tokens.
  if (input === undefined || baseOf(prices.requests_kcount)) return null;
  return {
    input_usd_per_million: input,
    cached_usd_per_million: baseOf(prices.cache_read_mtok) ?? null,
    // Embeddings have no output.
    output_usd_per_million: baseOf(prices.output_mtok) ?? 0,
  };
}

function pricesOf(provider: Provider, model: ModelInfo): ListedPrice[] {
  const prices = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  const name = nameInPriceList(provider, model);
  return prices.flatMap(({ constraint, prices: each }) => {
    const price = toPrice(each);
    // Prices of an hour of the day are left out: the base price stands for the whole day.
    if (!price || constraint?.type === "time_of_date") return [];
    const valid_from = constraint ? `${constraint.start_date}T00:00:00Z` : ALWAYS;
    return [{ model: name, provider: provider.id, ...price, valid_from }];
  });
}

/**
 * Every price per token of the price list that came with this version, by model and time. Dated prices hold from 00:00 UTC of their
 * day; tiered ones and those by the hour are represented by their base price. Nothing is fetched.
 */
export async function listPrices(): Promise<ListedPrice[]> {
  const providers = (await waitForUpdate()) ?? [];
  return providers.flatMap((provider) => provider.models.flatMap((model) => pricesOf(provider, model)));
}
