import { describe, expect, it } from "vitest";
import { parseCsv } from "@/e2e/csv";
import { definitionOf, even, rowId, trainingExample } from "@/tests/support/training-examples";
import type { TrainingFormat } from "../definitions/schemas";
import type { TrainingExample } from "../examples/schemas";
import { formats } from "../formats/formats";
import { DatasetWriter } from "./dataset-writer";
import { csvColumns, toCsvText } from "./items-csv";

/** The row of an example as a reader of the CSV finds it, by column. */
function toRow(format: TrainingFormat, example: TrainingExample): Record<string, string> {
  const item = new DatasetWriter({ definition: definitionOf(format, { weights: even }) }).write(example);
  const text = toCsvText(item ? [item] : [], { format: formats[format], source: "feedback", header: true });
  const [header = [], ...rows] = parseCsv(text);
  expect(header).toEqual([...csvColumns]);
  expect(rows).toHaveLength(1);
  return Object.fromEntries(header.map((column, index) => [column, rows[0]?.[index] ?? ""]));
}

const example = trainingExample({
  context: [
    { role: "user", content: "Hello" },
    { role: "assistant", content: 'Hi,\n"you"' },
    { role: "user", content: "=SUM(A1)?" },
  ],
  answer: "-1",
  better_answer: "+1",
  rating: -1,
});

describe("a row of CSV", () => {
  it("has the stable columns, neutralised for spreadsheets", () => {
    expect(toRow("openai-sft", example)).toEqual({
      id: rowId(1),
      source: "feedback",
      split: "train",
      kind: "better",
      weight: "1",
      copies: "1",
      rating: "-1",
      prompt: "'=SUM(A1)?",
      answer: "'+1",
      rejected_answer: "",
      context: JSON.stringify(example.context.slice(0, 2)),
      intent: "math",
      model: "m",
      project: "default",
      created_at: "2026-01-31T12:00:00.000Z",
    });
  });

  it.each(["openai-dpo", "gemini-preference", "trl-preference", "trl-kto"] as const)(
    "has both answers of %s",
    (format) => {
      expect(toRow(format, example)).toMatchObject({ answer: "'+1", rejected_answer: "'-1" });
    },
  );

  it.each(["retune", "fireworks-sft", "gemini-sft", "trl-prompt-completion"] as const)(
    "has the same question and context in %s",
    (format) => {
      expect(toRow(format, example)).toMatchObject({
        prompt: "'=SUM(A1)?",
        context: JSON.stringify(example.context.slice(0, 2)),
      });
    },
  );

  it("is the same text each time, whatever the pages", () => {
    const writer = new DatasetWriter({ definition: definitionOf("retune") });
    const items = [writer.write(example), writer.write({ ...example, id: rowId(2) })].filter(
      (item) => item !== null,
    );
    const options = { format: formats.retune, source: "feedback" as const };
    const pages = items.map((item, index) => toCsvText([item], { ...options, header: index === 0 }));
    expect(pages.join("")).toBe(toCsvText(items, { ...options, header: true }));
  });
});
