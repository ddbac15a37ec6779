import type { Issue } from "@/lib/errors";
import { NO_VALUE } from "@/lib/format/number";
import { type ModelPrice, type PriceInput, priceInput } from "./schemas";

const ALWAYS = 0;

/** A price as its dialog holds it: texts, as they are typed. */
export type PriceForm = {
  model: string;
  provider: string;
  input: string;
  cached: string;
  output: string;
  /** A UTC date or time; empty = always. */
  valid_from: string;
};

export const emptyPriceForm = (model = ""): PriceForm => ({
  model,
  provider: "",
  input: "",
  cached: "",
  output: "",
  valid_from: "",
});

const dollars = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 12,
});

/** A price with every digit it has: $0.075, $3.00. */
export const formatPrice = (usd: number | null): string => (usd === null ? NO_VALUE : dollars.format(usd));

/** "always", "2026-11-20", or "2026-11-20 12:30" (UTC). */
export function describeStart(valid_from: string): string {
  const time = Date.parse(valid_from);
  if (time === ALWAYS) return "always";
  const text = new Date(time).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

export function toPriceForm(price: ModelPrice): PriceForm {
  const start = Date.parse(price.valid_from) === ALWAYS ? "" : new Date(price.valid_from).toISOString();
  return {
    model: price.model,
    provider: price.provider ?? "",
    input: String(price.input_usd_per_million),
    cached: price.cached_usd_per_million === null ? "" : String(price.cached_usd_per_million),
    output: String(price.output_usd_per_million),
    // Whole, so that saving it replaces this price and does not add one beside it.
    valid_from: start.endsWith("T00:00:00.000Z") ? start.slice(0, 10) : start,
  };
}

/** A stored price as the request that sets it. */
export const toPriceInput = (price: ModelPrice): PriceInput => ({
  model: price.model,
  provider: price.provider,
  input_usd_per_million: price.input_usd_per_million,
  cached_usd_per_million: price.cached_usd_per_million,
  output_usd_per_million: price.output_usd_per_million,
  valid_from: price.valid_from,
});

/** The request that a form asks for, or what is wrong with it, by the names of the API. */
export function readPriceForm(form: PriceForm): { input: PriceInput } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const amount = (text: string, path: string, isNeeded: boolean) => {
    const trimmed = text.trim();
    if (trimmed === "") {
      if (isNeeded) issues.push({ path, message: "is required" });
      return null;
    }
    if (!/^\d{1,7}(\.\d{1,12})?$/.test(trimmed)) {
      issues.push({ path, message: "must be a number such as 0.25" });
      return null;
    }
    return Number(trimmed);
  };
  const start = form.valid_from.trim();
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(start);
  const time = Date.parse(isDate ? `${start}T00:00:00Z` : start);
  if (start !== "" && Number.isNaN(time))
    issues.push({ path: "valid_from", message: "must be a date such as 2026-01-31" });
  const input_usd_per_million = amount(form.input, "input_usd_per_million", true);
  const cached_usd_per_million = amount(form.cached, "cached_usd_per_million", false);
  const output_usd_per_million = amount(form.output, "output_usd_per_million", true);
  const parsed = priceInput.safeParse({
    model: form.model,
    provider: form.provider.trim() === "" ? null : form.provider,
    input_usd_per_million: input_usd_per_million ?? 0,
    cached_usd_per_million,
    output_usd_per_million: output_usd_per_million ?? 0,
    valid_from: start === "" || Number.isNaN(time) ? null : isDate ? new Date(time).toISOString() : start,
  });
  if (!parsed.success)
    issues.push(...parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  return issues.length > 0 || !parsed.success ? { issues } : { input: parsed.data };
}
