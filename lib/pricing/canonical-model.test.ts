import { beforeAll, describe, expect, it } from "vitest";
import { canonicalModel } from "./canonical-model";
import { type ListedPrice, listPrices } from "./price-list";

describe("canonicalModel", () => {
  it.each([
    ["gpt-4o-2024-08-06", undefined, "gpt-4o"],
    ["claude-sonnet-4-20250514", undefined, "claude-sonnet-4-0"],
    ["openai/gpt-4o", undefined, "gpt-4o"],
    ["GPT-4o", undefined, "gpt-4o"],
    ["gpt-4o-2024-08-06", "openai", "gpt-4o"],
  ])("%s at %s is %s", (model, provider, canonical) => {
    expect(canonicalModel(model, provider)).toBe(canonical);
    expect(canonicalModel(model, provider)).toBe(canonical);
  });

  it("says nothing of a model that is called the same, or that nobody knows", () => {
    for (const model of [
      "gpt-4o",
      "claude-sonnet-4-5",
      "in-house-7b",
      "acme/in-house-7b",
      "",
      " ",
      "/",
      "constructor",
    ])
      expect(canonicalModel(model)).toBeNull();
  });

  it("keeps apart what a provider sells at its own price", () => {
    expect(canonicalModel("llama-3.1-8b-instant", "groq")).toBe("groq/llama-3.1-8b-instant");
    expect(canonicalModel("groq/llama-3.1-8b-instant")).toBeNull();
  });

  it("takes a provider that sells the models of another as the other", () => {
    expect(canonicalModel("claude-sonnet-4-5-20250929", "azure")).toBe("claude-sonnet-4-5");
  });

  it("takes a provider that nobody knows as none", () => {
    expect(canonicalModel("gpt-4o-2024-08-06", "my gateway")).toBe("gpt-4o");
    expect(canonicalModel("gpt-4o", "my gateway")).toBeNull();
  });
});

describe("listPrices", () => {
  let prices: ListedPrice[];
  beforeAll(async () => {
    prices = await listPrices();
  });

  it("names each price once", () => {
    expect(prices.length).toBeGreaterThan(1000);
    const keys = prices.map(({ model, valid_from }) => `${model} ${valid_from}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("has a price under the name that a model is priced as", () => {
    const names = new Set(prices.map(({ model }) => model));
    for (const { model, provider } of prices) {
      const canonical = canonicalModel(model);
      expect(names.has(canonical ?? model), model).toBe(true);
      expect(canonical, `${model} of ${provider}`).toBeNull();
    }
  });

  it("takes the first tier, the whole day, and every date", () => {
    const of = (name: string) => prices.filter(({ model }) => model === name);
    expect(of("claude-sonnet-4-6").map((price) => [price.valid_from, price.input_usd_per_million])).toEqual([
      ["1970-01-01T00:00:00Z", 3],
      ["2026-03-13T00:00:00Z", 3],
    ]);
    expect(of("deepseek-chat")).toHaveLength(1);
    expect(of("mistral-ocr-latest")).toEqual([]);
    expect(of("gpt-4o")).toEqual([
      {
        model: "gpt-4o",
        provider: "openai",
        input_usd_per_million: 2.5,
        cached_usd_per_million: 1.25,
        output_usd_per_million: 10,
        valid_from: "1970-01-01T00:00:00Z",
      },
    ]);
  });
});
