import { describe, expect, it } from "vitest";
import { rowId, trainingExample } from "@/tests/support/training-examples";
import { negativePolicies, type TrainingFormat } from "../definitions/schemas";
import type { TrainingExample } from "../examples/schemas";
import { formatFacts } from "../formats/vocabulary";
import { type ChoiceRules, chooseAnswers } from "./choose-answers";

const bad = trainingExample({ rating: -1 });
const badWithBetter = trainingExample({ rating: -1, better_answer: "4" });
const goodWithBetter = trainingExample({ rating: 1, better_answer: "four" });
const unratedWithBetter = trainingExample({ rating: null, better_answer: "four" });
const unrated = trainingExample({ rating: null });

const choose = (format: TrainingFormat, example: TrainingExample, rules: Partial<ChoiceRules> = {}) =>
  chooseAnswers(example, formatFacts[format], {
    negatives: formatFacts[format].defaultNegatives,
    pairs: ["better_answer", "votes"],
    ...rules,
  });

/** The choice in short: kind, label and text of each answer; the reason when there is none. */
function brief(...args: Parameters<typeof choose>) {
  const choice = choose(...args);
  if ("reason" in choice) return choice.reason;
  return choice.parts.map(({ kind, answers }) =>
    [kind, ...answers.map(({ label, content }) => `${label}: ${content}`)].join(" | "),
  );
}

describe("supervised formats", () => {
  it("replace a bad answer by its better one, and leave it out without one", () => {
    expect(brief("openai-sft", badWithBetter)).toEqual(["better | answer: 4"]);
    expect(brief("openai-sft", bad)).toBe("bad answer without a better one");
    expect(choose("openai-sft", badWithBetter)).toMatchObject({ isReplaced: true, better: null });
  });

  it("leave every bad answer out by drop", () => {
    expect(brief("openai-sft", badWithBetter, { negatives: "drop" })).toBe("bad answer (negatives: drop)");
    expect(brief("openai-sft", bad, { negatives: "drop" })).toBe("bad answer (negatives: drop)");
  });

  it("teach bad answers as they were by keep", () => {
    expect(brief("openai-sft", badWithBetter, { negatives: "keep" })).toEqual(["negative | answer: 5"]);
    expect(choose("openai-sft", badWithBetter, { negatives: "keep" })).toMatchObject({ better: "4" });
  });

  it.each(["replace", "drop"] as const)("teach a better answer of any other row by %s", (negatives) => {
    expect(brief("gemini-sft", goodWithBetter, { negatives })).toEqual(["better | answer: four"]);
    expect(brief("gemini-sft", unratedWithBetter, { negatives })).toEqual(["better | answer: four"]);
  });

  it("teach what was said of any other row by keep", () => {
    expect(brief("gemini-sft", goodWithBetter, { negatives: "keep" })).toEqual(["positive | answer: 5"]);
    expect(brief("gemini-sft", unratedWithBetter, { negatives: "keep" })).toEqual(["unrated | answer: 5"]);
  });

  it("take a better answer that says the same for none", () => {
    const same = { better_answer: " 5\n" };
    expect(brief("openai-sft", { ...bad, ...same })).toBe("bad answer without a better one");
    expect(brief("openai-sft", trainingExample(same))).toEqual(["positive | answer: 5"]);
  });
});

describe("retune", () => {
  it("keeps bad answers, with the better one beside them", () => {
    expect(brief("retune", badWithBetter)).toEqual(["negative | answer: 5"]);
    expect(choose("retune", badWithBetter)).toMatchObject({ better: "4", isReplaced: false });
    expect(brief("retune", bad)).toEqual(["negative | answer: 5"]);
  });

  it.each(negativePolicies)("keeps what nobody called bad by %s", (negatives) => {
    expect(brief("retune", goodWithBetter, { negatives })).toEqual(["positive | answer: 5"]);
    expect(brief("retune", unratedWithBetter, { negatives })).toEqual(["unrated | answer: 5"]);
  });

  it("replaces bad answers when told", () => {
    expect(brief("retune", badWithBetter, { negatives: "replace" })).toEqual(["better | answer: 4"]);
  });
});

describe("preference formats", () => {
  const preferred = { id: rowId(2), answer: "4, of course", user_id: "u2" };
  const voted = trainingExample({
    rating: -1,
    preferred,
    context: [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Hi!" },
      { role: "user", content: "What is 2 + 2?" },
    ],
  });

  it("prefer a row's better answer over its answer, whatever its rating", () => {
    const pair = ["better | preferred: four | rejected: 5"];
    expect(brief("openai-dpo", goodWithBetter)).toEqual(pair);
    expect(brief("openai-dpo", unratedWithBetter)).toEqual(pair);
    expect(choose("openai-dpo", goodWithBetter)).toMatchObject({ other: null, isReplaced: false });
  });

  it("prefer somebody else's good answer to the same question, of which alone they speak", () => {
    expect(brief("trl-preference", voted)).toEqual(["negative | preferred: 4, of course | rejected: 5"]);
    expect(choose("trl-preference", voted)).toMatchObject({
      messages: [{ role: "user", content: "What is 2 + 2?" }],
      other: { id: rowId(2), user_id: "u2" },
    });
  });

  it("prefer the row's own better answer to somebody else's", () => {
    expect(brief("openai-dpo", { ...voted, better_answer: "4" })).toEqual([
      "better | preferred: 4 | rejected: 5",
    ]);
  });

  it("make pairs of the chosen sources alone", () => {
    expect(brief("openai-dpo", voted, { pairs: ["better_answer"] })).toBe("no second answer to compare with");
    expect(brief("openai-dpo", badWithBetter, { pairs: ["votes"] })).toBe("no second answer to compare with");
  });

  it("make no pair of a row alone", () => {
    expect(brief("gemini-preference", bad)).toBe("no second answer to compare with");
    expect(brief("gemini-preference", unrated)).toBe("no second answer to compare with");
  });

  it("make no pair of an answer and itself", () => {
    expect(brief("openai-dpo", trainingExample({ better_answer: " 5 " }))).toBe("both answers are the same");
    expect(brief("openai-dpo", { ...voted, preferred: { ...preferred, answer: "5" } })).toBe(
      "both answers are the same",
    );
  });
});

describe("trl-kto", () => {
  it("labels what people said, and the better answer as a line of its own", () => {
    expect(brief("trl-kto", trainingExample())).toEqual(["positive | desirable: 5"]);
    expect(brief("trl-kto", bad)).toEqual(["negative | undesirable: 5"]);
    expect(brief("trl-kto", badWithBetter)).toEqual(["negative | undesirable: 5", "better | desirable: 4"]);
    expect(brief("trl-kto", goodWithBetter)).toEqual(["positive | desirable: 5", "better | desirable: four"]);
    expect(brief("trl-kto", unratedWithBetter)).toEqual(["better | desirable: four"]);
  });

  it("never calls the same words good and bad", () => {
    expect(brief("trl-kto", trainingExample({ rating: -1, better_answer: "5 " }))).toEqual([
      "negative | undesirable: 5",
    ]);
  });

  it("leaves out what nobody rated", () => {
    expect(brief("trl-kto", unrated)).toBe("nobody rated it");
  });
});

describe("prompt-response", () => {
  const plan = { answer: '{"a":1}', answer_object: { a: 1 } };
  const better = { better_answer: '{"a":2}', better_object: { a: 2 } };

  it("takes the plan that worked, and the better one where there is one", () => {
    expect(brief("prompt-response", trainingExample(plan))).toEqual(['positive | answer: {"a":1}']);
    expect(brief("prompt-response", trainingExample({ ...plan, ...better }))).toEqual([
      'better | answer: {"a":2}',
    ]);
    expect(brief("prompt-response", trainingExample({ ...plan, ...better, rating: -1 }))).toEqual([
      'better | answer: {"a":2}',
    ]);
  });

  it.each(negativePolicies)("never teaches a plan that failed, by %s either", (negatives) => {
    const choice = choose("prompt-response", trainingExample({ ...plan, rating: -1 }), { negatives });
    expect(choice).toHaveProperty("reason");
  });

  it("takes no row without a plan", () => {
    expect(brief("prompt-response", trainingExample({ answer: "text" }))).toBe("no action plan");
  });
});
