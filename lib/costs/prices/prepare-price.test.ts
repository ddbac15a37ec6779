import { describe, expect, it } from "vitest";
import {
  describeStart,
  emptyPriceForm,
  formatPrice,
  readPriceForm,
  toPriceForm,
  toPriceInput,
} from "./prepare-price";
import { describeQuality, describeWhatIf } from "./prepare-what-if";
import type { ModelPrice, WhatIfResult } from "./schemas";

const price: ModelPrice = {
  id: "00000000-0000-0000-0000-000000000001",
  model: "in-house-7b",
  provider: null,
  input_usd_per_million: 0.2,
  cached_usd_per_million: null,
  output_usd_per_million: 0.4,
  valid_from: "2026-11-20T12:30:00.500Z",
  source: "manual",
  updated_at: "2026-11-20T12:30:00Z",
};

describe("a price's form", () => {
  it("gives back the price that it was made of, its time exactly", () => {
    const { id: _id, source: _source, updated_at: _at, ...rest } = price;
    expect(readPriceForm(toPriceForm(price))).toEqual({ input: rest });
    expect(toPriceInput(price)).toEqual(rest);
    const always = { ...price, valid_from: "1970-01-01T00:00:00Z" };
    expect(toPriceForm(always).valid_from).toBe("");
    expect(readPriceForm(toPriceForm(always))).toMatchObject({ input: { valid_from: null } });
  });
  it("names each field that is wrong", () => {
    const read = readPriceForm({ ...emptyPriceForm(), input: "-1", cached: "x", valid_from: "soon" });
    expect("issues" in read && read.issues.map(({ path }) => path).sort()).toEqual([
      "cached_usd_per_million",
      "input_usd_per_million",
      "model",
      "output_usd_per_million",
      "valid_from",
    ]);
  });
});

describe("texts", () => {
  it("says since when and how much", () => {
    expect(describeStart("1970-01-01T00:00:00Z")).toBe("always");
    expect(describeStart("2026-11-20T00:00:00Z")).toBe("2026-11-20");
    expect(describeStart("2026-11-20T14:30:00+02:00")).toBe("2026-11-20 12:30");
    expect([0, 0.075, 3, null].map(formatPrice)).toEqual(["$0.00", "$0.075", "$3.00", "–"]);
  });
});

describe("another model", () => {
  const result: WhatIfResult = {
    to_model: "b",
    price,
    interactions: 10,
    left_out: 0,
    actual_cost: 4,
    what_if_cost: 3,
    difference: -1,
    quality: {
      current: { average: 4, n: 40 },
      to_model: { average: 4.5, n: 3 },
      difference: 0.5,
      ci_low: -0.1,
      ci_high: 1.1,
    },
  };
  it("says what it saves", () => {
    expect(describeWhatIf(result)).toEqual({ change: "−$1.00 (-25.0%)", isCheaper: true });
    expect(describeWhatIf({ ...result, difference: null })).toEqual({ change: "–", isCheaper: null });
  });
  it("calls a difference in quality better only when it is not chance", () => {
    const { isBetter, interval, toModel, current } = describeQuality(result);
    expect([isBetter, toModel.isSmall, current.isSmall]).toEqual([null, true, false]);
    expect(interval).toContain("may be chance");
    expect(describeQuality({ ...result, quality: { ...result.quality, ci_low: 0.2 } }).isBetter).toBe(true);
  });
});
