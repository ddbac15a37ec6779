import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { definitionOf, even, rowId, trainingExample } from "@/tests/support/training-examples";
import { type TrainingFormat, trainingFormats } from "../definitions/schemas";
import type { TrainingExample } from "../examples/schemas";
import { DatasetWriter } from "../writing/dataset-writer";
import { formats } from "./formats";

// The files in golden/ were written by hand from the documentation of each format; no tool rewrites them.
const readGolden = (format: TrainingFormat) =>
  readFileSync(new URL(`golden/${format}.jsonl`, import.meta.url), "utf8");

const ask = (content: string) => ({ role: "user" as const, content });
const say = (content: string) => ({ role: "assistant" as const, content });

const examples: TrainingExample[] = [
  trainingExample({
    id: rowId(1),
    context: [ask("Where is the Eiffel Tower?")],
    answer: "In Paris.",
    provenance: { intent: "geography", project: "guide", model: "model-a" },
  }),
  trainingExample({
    id: rowId(2),
    context: [ask("How high is it?")],
    answer: "1,000 m.",
    better_answer: "330 m, the antennas included.",
    rating: -1,
    provenance: { intent: "geography", project: "guide", model: "model-a" },
  }),
  trainingExample({
    id: rowId(3),
    context: [ask("Wo ist der Louvre?"), say("In Paris, an der Seine."), ask("Und wann öffnet er?")],
    answer: "Um 9 Uhr, dienstags nicht.",
    provenance: {
      source: "turns",
      intent: null,
      project: "guide",
      model: "model-b",
      prompt_version: "1.2.0",
    },
  }),
  trainingExample({
    id: rowId(4),
    context: [ask("Is it open at night?")],
    answer: "No idea.",
    rating: -1,
    preferred: { id: rowId(90), answer: "Yes, until 23:45.", user_id: null },
    provenance: { intent: null, project: "guide", model: "model-a" },
  }),
];

const execution = trainingExample({
  id: rowId(5),
  context: [ask("Show sales by month")],
  answer: '{"action":"chart","parameters":{"x":"month","y":["sales"]}}',
  answer_object: { action: "chart", parameters: { x: "month", y: ["sales"] } },
  provenance: { source: "executions" },
});
const corrected = trainingExample({
  id: rowId(6),
  context: [ask("Drop what is empty")],
  answer: "{}",
  answer_object: {},
  better_answer: '{"action":"filter","parameters":{"empty":false}}',
  better_object: { action: "filter", parameters: { empty: false } },
  rating: -1,
  provenance: { source: "executions" },
});

describe.each(trainingFormats)("%s", (key) => {
  const isOurs = key === "retune" || key === "prompt-response";
  const definition = definitionOf(key, {
    ...(formats[key].carriesWeight ? {} : { weights: even }),
    system_prompt: isOurs ? null : "Answer in one sentence.",
  });
  const input = key === "prompt-response" ? [execution, corrected] : examples;

  it("writes its golden file, byte for byte", () => {
    const writer = new DatasetWriter({ definition });
    const text = input.map((example) => writer.write(example)?.body ?? "").join("");
    expect(text).toBe(readGolden(key));
  });

  it("has a golden file that follows the target's rules", () => {
    for (const line of readGolden(key).trimEnd().split("\n"))
      expect(formats[key].lineSchema.safeParse(JSON.parse(line)).error).toBeUndefined();
  });
});
