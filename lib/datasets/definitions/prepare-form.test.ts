import { describe, expect, it } from "vitest";
import {
  findIssue,
  freeCategories,
  isSameForm,
  newDatasetForm,
  newSchedule,
  readDatasetForm,
  readDefinition,
  toDefinitionForm,
} from "./prepare-form";
import { datasetDefinition } from "./schemas";

const named = () => ({ ...newDatasetForm(), name: "Weekly votes" });
const issuesOf = (form: Parameters<typeof readDatasetForm>[0]) => {
  const read = readDatasetForm(form);
  return "issues" in read ? read.issues : [];
};

describe("the form of a dataset", () => {
  it("begins as the seed's: votes of seven days, 2 and 0.5", () => {
    expect(readDefinition(newDatasetForm())).toEqual({
      value: datasetDefinition.parse({ filters: { days: 7 } }),
    });
  });

  it("gives back every definition that it is made of", () => {
    const definition = datasetDefinition.parse({
      source: "turns",
      filters: { project: ["a\\,b", "c"], is_reviewed: true },
      format: "trl-preference",
      weights: { positive: 1.5, unrated: 1, categories: { tone: 3 } },
      pairs: ["votes"],
      validation_share: 0.07,
      split_seed: "a",
      redaction: "redact",
      system_prompt: "Be kind.",
      context_turns: 0,
      max_tokens: 4096,
      deduplicate: true,
    });
    expect(readDefinition({ ...named(), ...toDefinitionForm(definition) })).toEqual({ value: definition });
  });

  it("says at each field what is wrong with it", () => {
    const form = {
      ...named(),
      name: "  ",
      weights: { positive: "two", negative: "-1", better: "", unrated: "0" },
      categories: { tone: "1000" },
      validation_percent: "60",
      context_turns: "1.5",
      max_tokens: "none",
      schedule: { ...newSchedule("UTC"), keep_versions: "0" },
    };
    const issues = issuesOf(form);
    expect(Object.fromEntries(issues.map(({ path, message }) => [path, message]))).toEqual({
      name: "must not be empty",
      "definition.weights.positive": "must be from 0 to 100",
      "definition.weights.negative": "must be from 0 to 100",
      "definition.weights.better": "must be from 0 to 100",
      "definition.weights.categories.tone": "must be from 0 to 100",
      "definition.validation_share": "must be from 0 to 50",
      "definition.context_turns": "must be a whole number from 0 to 50",
      "definition.max_tokens": "must be a whole number from 1 to 10,000,000",
      "schedule.keep_versions": "must be from 1 to 1,000",
    });
    expect(findIssue(issues, "definition.weights")).toBe("must be from 0 to 100");
    expect(findIssue(issues, "definition.weight")).toBeUndefined();
  });

  it("asks for at least one source of pairs, where there are pairs", () => {
    expect(issuesOf({ ...named(), pairs: [] })).toEqual([]);
    expect(issuesOf({ ...named(), format: "openai-dpo", pairs: [] })).toEqual([
      { path: "definition.pairs", message: "must name at least one" },
    ]);
  });

  it("takes a decimal comma, and nothing for the limit of the target", () => {
    const form = { ...named(), weights: { ...named().weights, negative: "0,25" }, max_tokens: " " };
    expect(readDefinition(form)).toMatchObject({ value: { weights: { negative: 0.25 }, max_tokens: null } });
  });

  it("has changed when it says something else, in whatever order", () => {
    const form = { ...named(), filters: { days: 7, q: "a" } };
    expect(isSameForm(form, { ...form, filters: { q: "a", days: 7 } })).toBe(true);
    expect(isSameForm(form, { ...form, filters: { q: "b", days: 7 } })).toBe(false);
    expect(isSameForm(form, { ...form, schedule: newSchedule("UTC") })).toBe(false);
  });

  it("offers each category once", () => {
    expect(freeCategories({ ...named(), categories: { tone: "1" } })).not.toContain("tone");
    expect(freeCategories(named())).toContain("tone");
  });
});
