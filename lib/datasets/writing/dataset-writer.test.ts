import { describe, expect, it } from "vitest";
import { definitionOf, even, rowId, trainingExample } from "@/tests/support/training-examples";
import type { DatasetDefinition } from "../definitions/schemas";
import type { Message, TrainingExample } from "../examples/schemas";
import { DatasetWriter } from "./dataset-writer";

function write(examples: TrainingExample[], definition: DatasetDefinition) {
  const writer = new DatasetWriter({ definition });
  const items = examples.map((example) => writer.write(example));
  return { items, report: writer.report(), account: writer.account() };
}

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const system = (content: string): Message => ({ role: "system", content });
const tool = (content: string): Message => ({ role: "tool", content });
const withContext = (...context: Message[]) => trainingExample({ context });
const withId = (n: number, overrides: Parameters<typeof trainingExample>[0] = {}) =>
  trainingExample({ ...overrides, id: rowId(n) });

describe("lint", () => {
  it.each([
    ["empty question", withContext(user(" \n"))],
    ["empty question", withContext(user(""), assistant("a"), user("q"))],
    ["empty answer", trainingExample({ answer: "\t" })],
    ["empty answer", withContext(user("q"), assistant(" "), user("q"))],
    ["no user turn before the answer", withContext()],
    ["no user turn before the answer", withContext(system("s"))],
    ["a role that the format cannot express", withContext(user("q"), tool("t"))],
    ["breaks a rule of the target", withContext(system(" "), user("q"))],
    ["text that is not valid Unicode", withContext(user("half \ud83d"))],
    ["text that is not valid Unicode", trainingExample({ answer: "NUL \0" })],
    ["text that is not valid Unicode", trainingExample({ provenance: { model: "\udc00" } })],
  ])("leaves out with the reason: %s", (reason, example) => {
    const { items, report } = write([example], definitionOf("openai-sft"));
    expect(items).toEqual([null]);
    expect(report.skipped).toEqual([{ reason, count: 1, ids: [example.id] }]);
    expect(report.lint).toMatchObject([{ severity: "error", count: 1, ids: [example.id] }]);
    expect(report.warnings).toEqual(["Every row was skipped: the file is empty."]);
  });

  it("looks at the better answer in the metadata, too", () => {
    const example = trainingExample({ rating: -1, better_answer: "half \ud83d" });
    expect(write([example], definitionOf("retune")).report.lint).toMatchObject([{ rule: "invalid_text" }]);
  });

  it.each([
    ["the system in the middle", "gemini-sft", "a role that the format cannot express"],
    ["the system in the middle", "fireworks-sft", "a role that the format cannot express"],
    ["two questions in a row", "gemini-sft", "breaks a rule of the target"],
  ] as const)("knows what a target refuses: %s in %s", (what, format, reason) => {
    const context =
      what === "two questions in a row"
        ? [user("q"), user("q")]
        : [user("q"), assistant("a"), system("s"), user("q")];
    const { report } = write([withContext(...context)], definitionOf(format));
    expect(report.skipped).toMatchObject([{ reason }]);
  });

  it.each([
    ["two questions in a row", [user("q"), user("q")]],
    ["an answer as the beginning", [assistant("a"), user("q")]],
    ["an answer before the answer", [user("q"), assistant("a")]],
    ["a tool that nobody called", [tool("t"), user("q")]],
  ])("writes, and warns of, roles that do not alternate: %s", (_, context) => {
    const { items, report } = write([withContext(...context)], definitionOf("retune"));
    expect(items[0]?.lint).toEqual(["roles_do_not_alternate"]);
    expect(report.lint).toMatchObject([{ rule: "roles_do_not_alternate", severity: "warning", count: 1 }]);
    expect(report.skipped).toEqual([]);
  });

  it.each([
    [[system("s"), user("q"), assistant("a"), user("q")]],
    [[user("q"), system("s"), assistant("a"), user("q")]],
    [[user("q"), tool("t")]],
    [[user("q"), assistant("a"), tool("t")]],
  ])("takes words of the system and results of tools for no break (%#)", (context) => {
    expect(write([withContext(...context)], definitionOf("retune")).items[0]?.lint).toEqual([]);
  });

  it("counts tokens of the conversation with the longer answer", () => {
    const words = (n: number) => Array(n).fill("word").join(" ");
    const pair = trainingExample({ context: [user(words(10))], answer: "a", better_answer: words(20) });
    const limited = (max_tokens: number) =>
      write([pair], definitionOf("openai-dpo", { max_tokens, weights: even }));
    expect(limited(30).report.written).toBe(1);
    expect(limited(29).report.lint).toEqual([
      { rule: "too_long", severity: "error", message: "More than 29 tokens", count: 1, ids: [pair.id] },
    ]);
  });

  it("warns of what an earlier example says, and leaves it out when told", () => {
    const twice = [withId(1), withId(2, { provenance: { model: "other" } }), withId(3, { answer: "6" })];
    const { items, report } = write(twice, definitionOf("retune"));
    expect(items.map((item) => item?.lint)).toEqual([[], ["duplicate"], []]);
    expect(report.lint).toMatchObject([{ rule: "duplicate", severity: "warning", ids: [rowId(2)] }]);
    const without = write(twice, definitionOf("retune", { deduplicate: true }));
    expect(without.items[1]).toBeNull();
    expect(without.report.skipped).toEqual([
      { reason: "same as an earlier example", count: 1, ids: [rowId(2)] },
    ]);
  });

  it("warns of a prompt that both splits have, when the later one comes", () => {
    const examples = Array.from({ length: 12 }, (_, n) =>
      withId(n, { conversation: `c${n}`, answer: `answer ${n}` }),
    );
    const { items, report } = write(examples, definitionOf("retune", { validation_share: 0.5 }));
    const first = items[0]?.split;
    const warned = items.findIndex((item) => item?.split !== first);
    expect(warned).toBeGreaterThan(0);
    expect(items.findIndex((item) => item?.lint.includes("prompt_in_both_splits"))).toBe(warned);
    expect(report.lint).toMatchObject([{ rule: "prompt_in_both_splits", count: 12 - warned }]);
    expect(write(examples, definitionOf("retune")).report.lint).toEqual([]);
  });
});

describe("weights", () => {
  it("repeat lines where the format has none", () => {
    const { items, report } = write(
      [withId(1), withId(2, { answer: "6", better_answer: "4", rating: -1 })],
      definitionOf("trl-prompt-completion", { weights: { positive: 3, better: 2 } }),
    );
    expect(items).toMatchObject([
      { kind: "positive", weight: 3, copies: 3, lines: 3 },
      { kind: "better", weight: 2, copies: 2, lines: 2 },
    ]);
    expect(report).toMatchObject({
      examples: 2,
      written: 5,
      repeated: 3,
      positive: 3,
      negative: 2,
      replaced: 2,
    });
    expect(report.weights).toEqual([
      { kind: "positive", weight: 3, examples: 1, lines: 3 },
      { kind: "better", weight: 2, examples: 1, lines: 2 },
    ]);
  });

  it.each(["retune", "fireworks-sft"] as const)("stand in the line of %s", (format) => {
    const { items } = write(
      [trainingExample({ categories: ["tone"] })],
      definitionOf(format, {
        weights: { categories: { tone: 0.25 } },
      }),
    );
    expect(items[0]).toMatchObject({ copies: 1, lines: 1, weight: 0.25 });
    expect(JSON.parse(items[0]?.body ?? "").weight).toBe(0.25);
  });

  it("of 0 leave out, and the report tells how many", () => {
    const { report } = write([trainingExample({ rating: null })], definitionOf("retune"));
    expect(report.skipped).toEqual([{ reason: "weight 0", count: 1, ids: [rowId(1)] }]);
    expect(report.weights).toEqual([{ kind: "unrated", weight: 0, examples: 1, lines: 0 }]);
  });

  it("below 1 leave out a part of the rows, and tell which", () => {
    const examples = Array.from({ length: 200 }, (_, n) => withId(n, { answer: `a ${n}` }));
    const { items, report } = write(examples, definitionOf("gemini-sft", { weights: { positive: 0.5 } }));
    const left = examples.filter((_, index) => items[index] === null).map(({ id }) => id);
    expect(left.length).toBeGreaterThan(60);
    expect(left.length).toBeLessThan(140);
    expect(report.skipped).toEqual([
      { reason: "left out by a weight below 1", count: left.length, ids: left },
    ]);
    expect(report.weights).toEqual([
      { kind: "positive", weight: 0.5, examples: 200, lines: 200 - left.length },
    ]);
  });

  it("of the two answers of a KTO row are each their own", () => {
    const { items, report } = write(
      [trainingExample({ rating: -1, better_answer: "4" })],
      definitionOf("trl-kto", { weights: { negative: 1, better: 2 } }),
    );
    expect(items[0]).toMatchObject({ kind: "negative", weight: 1, copies: 1, lines: 3 });
    expect(
      items[0]?.body
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line).label),
    ).toEqual([false, true, true]);
    expect(report).toMatchObject({ examples: 1, written: 3, repeated: 1 });
    const uneven = definitionOf("trl-kto", { weights: { negative: 6, better: 9 } });
    const [item] = write([trainingExample({ rating: -1, better_answer: "4" })], uneven).items;
    expect(item).toMatchObject({ copies: 3, lines: 15 });
    expect(item?.body.match(/"label":false/g)).toHaveLength(2);
    expect(item?.body.match(/"label":true/g)).toHaveLength(3);
    expect(report.weights).toEqual([
      { kind: "negative", weight: 1, examples: 1, lines: 1 },
      { kind: "better", weight: 2, examples: 1, lines: 2 },
    ]);
  });
});

describe("the report", () => {
  it.each([
    ["feedback", "No vote matches: the file is empty."],
    ["turns", "No turn matches: the file is empty."],
    ["interactions", "No interaction matches: the file is empty."],
    ["executions", "No execution matches: the file is empty."],
  ])("says so when there is nothing of %s", (source, warning) => {
    expect(write([], definitionOf("retune", { source })).report.warnings).toEqual([warning]);
  });

  it("warns of a file that the target is too small for", () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, index) => withId(index, { answer: `a ${index}` }));
    const one = definitionOf("openai-sft", { weights: even });
    expect(write(many(9), one).report.warnings).toEqual([
      "OpenAI supervised fine-tuning needs at least 10 lines to train; there are 9.",
    ]);
    expect(write(many(10), one).report.warnings).toEqual([]);
  });

  it("warns of a KTO file without bad or without good answers", () => {
    const kto = definitionOf("trl-kto", { weights: even });
    expect(write([trainingExample()], kto).report.warnings).toEqual([
      "No bad answer is in the file: KTO needs good and bad ones.",
    ]);
    expect(write([trainingExample({ rating: -1 })], kto).report.warnings).toEqual([
      "No good answer is in the file: KTO needs good and bad ones.",
    ]);
  });

  it("warns of an empty validation file", () => {
    const { report } = write([trainingExample()], definitionOf("retune", { validation_share: 0.01 }));
    expect(report.warnings).toEqual([
      "No conversation fell into the validation file: there are too few of them.",
    ]);
  });

  it("counts all, but keeps the ids of the first 1,000", () => {
    const empty = Array.from({ length: 1001 }, (_, n) => withId(n, { answer: "" }));
    const { report } = write(empty, definitionOf("retune"));
    expect(report.skipped).toMatchObject([{ reason: "empty answer", count: 1001 }]);
    expect(report.skipped[0]?.ids).toHaveLength(1000);
    expect(report.lint[0]?.ids).toHaveLength(1000);
  });

  it("names the prompt versions that the answers were made with", () => {
    const versions = ["1.0.0", "1.1.0", "1.0.0", null];
    const examples = versions.map((prompt_version, n) =>
      withId(n, { answer: `a ${n}`, provenance: { prompt_version } }),
    );
    expect(write(examples, definitionOf("retune")).report.prompt_versions).toEqual([
      { prompt_version: "1.0.0", examples: 2 },
      { prompt_version: "1.1.0", examples: 1 },
    ]);
  });
});

describe("an item", () => {
  it("names the row of the preferred answer and both people", () => {
    const [item] = write(
      [
        trainingExample({
          rating: -1,
          preferred: { id: rowId(9), answer: "4", user_id: "u9" },
          provenance: { user_id: "u1" },
        }),
      ],
      definitionOf("openai-dpo", { weights: even }),
    ).items;
    expect(item).toMatchObject({ source_id: rowId(1), other_id: rowId(9), user_ids: ["u1", "u9"] });
  });

  it("has hashes of what it says, whatever its weight and provenance", () => {
    const hashes = (overrides: object, more: object = {}) => {
      const [item] = write([trainingExample(overrides)], definitionOf("retune", more)).items;
      return [item?.content_hash, item?.prompt_hash];
    };
    const [content, prompt] = hashes({});
    expect(content).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(hashes({ rating: -1, provenance: { model: "other" } })).toEqual([content, prompt]);
    const [otherContent, samePrompt] = hashes({ answer: "4" });
    expect(otherContent).not.toBe(content);
    expect(samePrompt).toBe(prompt);
    expect(hashes({}, { system_prompt: "Be brief." })[1]).not.toBe(prompt);
  });

  it("joins system messages for Fireworks, and takes a blank system prompt for none", () => {
    const example = withContext(system("own"), user("q"));
    const joined = write([example], definitionOf("fireworks-sft", { system_prompt: "all" })).items[0];
    expect(JSON.parse(joined?.body ?? "").messages[0]).toEqual({ role: "system", content: "all\n\nown" });
    const blank = write([withContext(user("q"))], definitionOf("openai-sft", { system_prompt: " " }))
      .items[0];
    expect(JSON.parse(blank?.body ?? "").messages).toHaveLength(2);
  });
});
