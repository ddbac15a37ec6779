import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDefinition, anyExamples, anyText } from "@/tests/support/any-examples";
import { definitionOf, even, rowId, trainingExample } from "@/tests/support/training-examples";
import { type DatasetDefinition, trainingFormats } from "../definitions/schemas";
import type { Message, TrainingExample } from "../examples/schemas";
import { formats } from "../formats/formats";
import { DatasetWriter } from "./dataset-writer";
import { exportReport, type WrittenItem } from "./schemas";

function write(examples: TrainingExample[], definition: DatasetDefinition) {
  const writer = new DatasetWriter({ definition });
  const items = examples.map((example) => writer.write(example)).filter((item) => item !== null);
  return { items, report: writer.report(), account: writer.account() };
}

const parse = (body: string) =>
  body
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** Every text of a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [key, ...textsOf(child)]);
}

/** Ends of a line to the strictest reader there is, Python's splitlines(). */
const lineEnds = [..."\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029"];

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

/** Messages that may stand before an answer, with the system prompt; Fireworks takes one system message only. */
function allowedPrompts(example: TrainingExample, { system_prompt, format }: DatasetDefinition): Message[][] {
  const before: Message[] = system_prompt ? [{ role: "system", content: system_prompt }] : [];
  return [example.context, example.context.slice(-1)].map((context) => {
    const messages = [...before, ...context];
    const system = messages.slice(
      0,
      Math.max(
        0,
        messages.findIndex(({ role }) => role !== "system"),
      ),
    );
    if (format !== "fireworks-sft" || system.length < 2) return messages;
    const content = system.map((message) => message.content).join("\n\n");
    return [{ role: "system", content }, ...messages.slice(system.length)];
  });
}

describe("for any conversations and any definition", () => {
  it("every line is one line that the target takes, and no text is broken", () => {
    fc.assert(
      fc.property(anyExamples(8), anyDefinition, (examples, definition) => {
        for (const { body } of write(examples, definition).items) {
          expect(body.endsWith("\n")).toBe(true);
          for (const line of body.split("\n").slice(0, -1))
            expect(lineEnds.filter((end) => line.includes(end))).toEqual([]);
          for (const line of parse(body)) {
            expect(formats[definition.format].lineSchema.safeParse(line).error).toBeUndefined();
            for (const text of textsOf(line)) {
              expect(text.isWellFormed()).toBe(true);
              expect(text).not.toContain("\0");
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("what is read back is what was said: nothing is cut, joined or made up", () => {
    fc.assert(
      fc.property(anyExamples(8), anyDefinition, (examples, definition) => {
        for (const item of write(examples, definition).items) {
          const example = examples.find(({ id }) => id === item.source_id) as TrainingExample;
          const { messages, answers } = formats[definition.format].read(item.body);
          expect(allowedPrompts(example, definition)).toContainEqual(messages);
          const { answer, better_answer, answer_object, better_object, preferred } = example;
          const known =
            definition.format === "prompt-response"
              ? [answer_object, better_object].map((each) => JSON.stringify(each))
              : [answer, better_answer, preferred?.answer];
          for (const { content } of answers) expect(known).toContain(content);
          const bad = answers.filter(({ label }) => label === "rejected" || label === "undesirable");
          for (const { content } of bad) expect(content).toBe(answer);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("the report adds up to the rows and to the lines", () => {
    fc.assert(
      fc.property(anyExamples(12), anyDefinition, (examples, definition) => {
        const { items, report } = write(examples, definition);
        expect(exportReport.safeParse(report).error).toBeUndefined();
        expect(report.considered).toBe(examples.length);
        expect(report.examples).toBe(items.length);
        expect(report.considered).toBe(report.examples + sum(report.skipped.map(({ count }) => count)));
        const lines = items.map(({ body, copies }) => parse(body).length * copies);
        expect(items.map((item) => item.lines)).toEqual(lines);
        expect(report.written).toBe(sum(lines));
        expect(report.written).toBe(sum(report.weights.map((each) => each.lines)));
        expect(report.written).toBe(sum(report.splits.map((each) => each.lines)));
        expect(report.examples).toBe(sum(report.splits.map((each) => each.examples)));
        expect(sum(report.splits.map(({ bytes }) => bytes))).toBe(
          sum(items.map(({ body, copies }) => Buffer.byteLength(body) * copies)),
        );
        const named = report.skipped.flatMap(({ ids }) => ids);
        expect([...named, ...items.map((item) => item.source_id)].toSorted()).toEqual(
          examples.map(({ id }) => id).toSorted(),
        );
        for (const rule of report.lint.filter(
          (each) => each.severity === "warning" && each.rule !== "duplicate",
        ))
          expect(rule.ids).toEqual(
            items.filter(({ lint }) => lint.includes(rule.rule)).map((item) => item.source_id),
          );
      }),
      { numRuns: 500 },
    );
  });

  it("the same examples give the same bytes and the same report", () => {
    fc.assert(
      fc.property(anyExamples(8), anyDefinition, (examples, definition) => {
        expect(write(examples, definition)).toEqual(write(examples, definition));
      }),
    );
  });

  it("a run that was interrupted at any point ends as if it had not been", () => {
    fc.assert(
      fc.property(
        anyExamples(12),
        anyDefinition,
        fc.nat(12),
        fc.nat(12),
        (examples, definition, one, two) => {
          const whole = write(examples, definition);
          const [first, second] = [Math.min(one, two), Math.max(one, two)];
          const items: WrittenItem[] = [];
          let account: unknown = {};
          for (const part of [
            examples.slice(0, first),
            examples.slice(first, second),
            examples.slice(second),
          ]) {
            // As the database keeps it: as JSON, and of the items only these columns.
            const seen = items.map(({ content_hash, prompt_hash, split }) => ({
              content_hash,
              prompt_hash,
              split,
            }));
            const writer = new DatasetWriter({ definition }, { account });
            for (const item of seen) writer.remember(item);
            for (const example of part) {
              const item = writer.write(example);
              if (item) items.push(item);
            }
            account = JSON.parse(JSON.stringify(writer.account()));
          }
          expect(items).toEqual(whole.items);
          expect(account).toEqual(JSON.parse(JSON.stringify(whole.account)));
          expect(new DatasetWriter({ definition }, { account, seen: [] }).report()).toEqual(whole.report);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("no conversation is in both splits", () => {
    fc.assert(
      fc.property(anyExamples(12), anyDefinition, (examples, definition) => {
        const splits = new Map<string, string>();
        for (const item of write(examples, definition).items) {
          const { conversation } = examples.find(({ id }) => id === item.source_id) as TrainingExample;
          expect(splits.get(conversation) ?? item.split).toBe(item.split);
          splits.set(conversation, item.split);
        }
      }),
    );
  });

  it("duplicates are those that read the same, and none is left when they are left out", () => {
    fc.assert(
      fc.property(anyExamples(12), anyDefinition, (examples, definition) => {
        const { items } = write(examples, definition);
        const { read } = formats[definition.format];
        const seen = new Set<string>();
        for (const { body, lint } of items) {
          // Lines that a fraction left out of a body still count for what the example says: KTO has two of them.
          if (definition.format === "trl-kto") return;
          const said = JSON.stringify(read(body));
          expect(lint.includes("duplicate")).toBe(seen.has(said));
          if (definition.deduplicate) expect(seen.has(said)).toBe(false);
          seen.add(said);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("any answer to a plain question is either written whole or left out with a reason", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...trainingFormats), (answer, format) => {
        const example = trainingExample({ answer, better_answer: "better", rating: -1 });
        const { items, report } = write(
          [example],
          definitionOf(format, { negatives: "keep", weights: even }),
        );
        if (items.length === 0) expect(report.skipped).toHaveLength(1);
      }),
    );
  });
});

it.each(trainingFormats)("%s: texts of one mebibyte are written whole", (format) => {
  const word = "Große \u{1f642} words, again and again. ";
  const long = word.repeat(Math.ceil(2 ** 20 / Buffer.byteLength(word)));
  const plan = { action: long };
  const example = trainingExample({
    id: rowId(7),
    context: [{ role: "user", content: long }],
    answer: format === "prompt-response" ? JSON.stringify(plan) : `${long}!`,
    answer_object: plan,
    better_answer: format === "prompt-response" ? null : `${long}?`,
    rating: format === "prompt-response" ? 1 : -1,
  });
  const { items } = write([example], definitionOf(format, { max_tokens: 10_000_000, weights: even }));
  const { messages, answers } = formats[format].read(items[0]?.body ?? "");
  expect(messages).toEqual(example.context);
  expect(answers.every(({ content }) => content.length >= long.length)).toBe(true);
  const { report } = write([example], definitionOf(format, { max_tokens: 100_000, weights: even }));
  expect(report.skipped).toEqual([{ reason: "more tokens than allowed", count: 1, ids: [rowId(7)] }]);
  expect(report.lint).toMatchObject([{ rule: "too_long", message: "More than 100,000 tokens" }]);
});
