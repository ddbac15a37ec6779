import { describe, expect, it } from "vitest";
import { datasetSources } from "../examples/schemas";
import { formatFacts } from "../formats/vocabulary";
import { checkDefinition, describeMissing, listNeeds } from "./check-definition";
import { datasetDefinition, trainingFormats } from "./schemas";

const now = new Date("2026-01-31T12:00:00.000Z");
const check = (input: object) => checkDefinition(datasetDefinition.parse(input), now);

describe("checkDefinition", () => {
  it("finds nothing in what is offered: every format from every source it is made of", () => {
    for (const source of datasetSources)
      for (const format of trainingFormats.filter((each) => formatFacts[each].sources.includes(source)))
        expect(check({ source, format }), `${source} ${format}`).toEqual([]);
  });

  it.each([
    [{ format: "prompt-response" }, ["format"]],
    [{ filters: { modle: "m", days: 7 } }, ["filters.modle"]],
    [{ source: "interactions", format: "openai-dpo", pairs: ["better_answer"] }, ["pairs"]],
    [{ source: "executions", format: "prompt-response", system_prompt: "Be kind." }, ["system_prompt"]],
    [{ format: "trl-kto", weights: { negative: 0 } }, ["weights.negative"]],
    [{ format: "trl-kto", weights: { positive: 0, better: 0 } }, ["weights"]],
    [{ format: "openai-dpo", pairs: ["votes"], weights: { negative: 0 } }, ["weights.negative"]],
    [{ weights: { positive: 0, negative: 0, better: 0 } }, ["weights"]],
    [{ format: "trl-kto", weights: { negative: 0 }, filters: { x: "y" } }, ["filters.x", "weights.negative"]],
  ])("%j: %j", (input, paths) => {
    expect(check(input).map(({ path }) => path)).toEqual(paths);
  });

  it("leaves weights of categories to the rows", () => {
    expect(check({ weights: { positive: 0, negative: 0, better: 0, categories: { tone: 1 } } })).toEqual([]);
  });
});

describe("what the rows must hold", () => {
  it("is what the format learns from", () => {
    const needs = (input: object) => listNeeds(datasetDefinition.parse(input));
    expect(needs({ format: "retune" })).toEqual([]);
    expect(needs({ format: "trl-kto" })).toEqual(["bad"]);
    expect(needs({ format: "openai-dpo" })).toEqual(["better", "votes"]);
    expect(needs({ format: "gemini-preference", pairs: ["votes"] })).toEqual(["votes"]);
    expect(needs({ format: "prompt-response" })).toEqual(["plans"]);
  });

  it("is named with the number of rows it is missing from", () => {
    expect(describeMissing({ source: "feedback", format: "trl-kto" }, ["bad"], 1312)).toEqual({
      path: "format",
      message:
        "There is no answer that people called bad among 1,312 votes: TRL KTO (thumbs) cannot be written, it learns from good and bad answers.",
    });
    expect(describeMissing({ source: "turns", format: "openai-dpo" }, ["better", "votes"], 3).message).toBe(
      "There is no better answer and no bad answer whose question has a good answer elsewhere among 3 turns: OpenAI preference (DPO) cannot be written, it learns from two answers to one question.",
    );
  });
});
