import { describe, expect, it } from "vitest";
import { formatFamilies, hasPolicy, policiesOf, usedKinds } from "./prepare-choices";
import { trainingFormats } from "./schemas";

describe("choices of the builder", () => {
  it("offers every format once", () => {
    expect(formatFamilies.flatMap(({ formats }) => formats).sort()).toEqual([...trainingFormats].sort());
    expect(formatFamilies.every(({ formats }) => formats.length > 0)).toBe(true);
  });

  it("asks for the weights that the file can have", () => {
    expect(usedKinds({ source: "turns", format: "retune", negatives: null })).toEqual([
      "positive",
      "negative",
      "unrated",
    ]);
    expect(usedKinds({ source: "turns", format: "retune", negatives: "drop" })).toEqual([
      "positive",
      "unrated",
    ]);
    expect(usedKinds({ source: "turns", format: "openai-sft", negatives: null })).toEqual([
      "positive",
      "better",
      "unrated",
    ]);
    expect(usedKinds({ source: "turns", format: "openai-sft", negatives: "drop" })).toEqual([
      "positive",
      "better",
      "unrated",
    ]);
    expect(usedKinds({ source: "turns", format: "openai-dpo", negatives: null })).toEqual([
      "better",
      "negative",
    ]);
    expect(usedKinds({ source: "turns", format: "trl-kto", negatives: null })).toEqual([
      "positive",
      "negative",
      "better",
    ]);
    expect(usedKinds({ source: "feedback", format: "retune", negatives: null })).toEqual([
      "positive",
      "negative",
    ]);
    expect(usedKinds({ source: "executions", format: "prompt-response", negatives: null })).toEqual([
      "positive",
      "better",
    ]);
  });

  it("leaves the policy out where bad answers are needed as they are", () => {
    expect(trainingFormats.filter((format) => !hasPolicy(format))).toEqual([
      "openai-dpo",
      "gemini-preference",
      "trl-preference",
      "trl-kto",
    ]);
    expect(policiesOf("prompt-response")).not.toContain("keep");
  });
});
