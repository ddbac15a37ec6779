import {
  datasetDefinition,
  type TrainingFormat,
  type WeightPolicy,
} from "@/lib/datasets/definitions/schemas";
import type { TrainingExample } from "@/lib/datasets/examples/schemas";

type Overrides = Omit<Partial<TrainingExample>, "provenance"> & {
  provenance?: Partial<TrainingExample["provenance"]>;
};

/** An id of a source row. */
export const rowId = (n: number) => `7b0c3f3e-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** A vote as a training example: a good answer to one question. */
export function trainingExample({ provenance, ...overrides }: Overrides = {}): TrainingExample {
  return {
    id: rowId(1),
    conversation: overrides.id ?? rowId(1),
    context: [{ role: "user", content: "What is 2 + 2?" }],
    answer: "5",
    answer_object: null,
    better_answer: null,
    better_object: null,
    rating: 1,
    categories: [],
    preferred: null,
    provenance: {
      source: "feedback",
      project: "default",
      model: "m",
      intent: "math",
      prompt_version: null,
      user_id: null,
      created_at: "2026-01-31T12:00:00.000Z",
      ...provenance,
    },
    ...overrides,
  };
}

/** Every weight 1: each example is one line. */
export const even: WeightPolicy = { positive: 1, negative: 1, better: 1, unrated: 1, categories: {} };

/** A definition of a format with nothing else chosen. */
export const definitionOf = (format: TrainingFormat, overrides: object = {}) =>
  datasetDefinition.parse({
    format,
    source: format === "prompt-response" ? "executions" : "feedback",
    ...overrides,
  });
