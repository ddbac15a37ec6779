import { describe, expect, it } from "vitest";
import { describeDefinition, describeFilters, describeWeightPolicy, policyOf } from "./prepare-definition";
import { type DatasetDefinition, datasetDefinition } from "./schemas";

const definition = (parts: object): DatasetDefinition => datasetDefinition.parse(parts);
const textOf = (name: string, parts: object) =>
  describeDefinition(definition(parts)).find((entry) => entry.name === name)?.text;

describe("describeFilters", () => {
  it("says the range first, whatever its form", () => {
    expect(describeFilters({ project: "support", days: 7 })).toEqual(["the last 7 days", "project support"]);
    expect(describeFilters({ from: "2026-11-01", to: "2026-11-08T06:00:00.000Z" })).toEqual([
      "2026-11-01 to 2026-11-08 06:00 UTC",
    ]);
    expect(describeFilters({ from: "2026-11-01T00:00:00+02:00" })).toEqual(["from 2026-11-01 00:00+02:00"]);
    expect(describeFilters({ to: "2026-11-08" })).toEqual(["until 2026-11-08"]);
    expect(describeFilters({})).toEqual(["of all time"]);
  });
  it("says each other filter in words", () => {
    expect(
      describeFilters({ rating: -1, model: ["a", "b"], has_note: true, success: false, q: "refund" }).slice(
        1,
      ),
    ).toEqual(["rated bad", "model a, b", "with a note", "not success", "text “refund”"]);
  });
});

describe("describeWeightPolicy", () => {
  it("says what is left out", () => {
    expect(describeWeightPolicy(definition({ weights: { categories: { tone: 3 } } }).weights)).toEqual([
      "Good × 2",
      "bad × 0.5",
      "better × 2",
      "unrated left out",
      "noted tone × 3",
    ]);
  });
});

describe("describeDefinition", () => {
  it("leaves out what the format has no use for", () => {
    expect(textOf("Bad answers", {})).toBe("They are taught as they are, at the weight of bad answers.");
    expect(textOf("Bad answers", { format: "openai-sft" })).toMatch(
      /^The better answer stands in their place/,
    );
    expect(textOf("Bad answers", { format: "trl-kto" })).toBeUndefined();
    expect(textOf("Pairs", {})).toBeUndefined();
    expect(textOf("Pairs", { format: "openai-dpo", pairs: ["votes"] })).toMatch(/^The newest good answer/);
    expect(textOf("Weights", { format: "prompt-response", source: "executions" })).toBeUndefined();
  });
  it("says shares and limits as they are", () => {
    expect(textOf("Split", {})).toBe("Everything is for training");
    expect(textOf("Split", { validation_share: 0.1 })).toBe("10% of the conversations for validation");
    expect(textOf("Split", { validation_share: 0.125 })).toBe("12.5% of the conversations for validation");
    expect(textOf("Context", { context_turns: 1 })).toBe("Up to 1 earlier exchange");
    expect(textOf("Longest", { max_tokens: 4096 })).toBe("4,096 tokens");
  });
});

describe("policyOf", () => {
  it("is the format’s own way unless the definition says another", () => {
    expect(policyOf({ format: "retune", negatives: null })).toBe("keep");
    expect(policyOf({ format: "gemini-sft", negatives: null })).toBe("replace");
    expect(policyOf({ format: "retune", negatives: "drop" })).toBe("drop");
  });
});
