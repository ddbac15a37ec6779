import type { ExportFormat, TrainingExample } from "./schemas";

/** An example after the policy for down-votes: the answer to teach and its weight. */
export type WeightedExample = { example: TrainingExample; answer: string; weight: number };

type Format = {
  /** What happens to down-votes unless the caller says otherwise. */
  defaultNegatives: "replace" | "keep" | "drop";
  /** The objects to write, one JSON line each. */
  toLines: (weighted: WeightedExample) => object[];
};

/** The seed's format: one line per example with a float weight, which the trainer multiplies into the loss. */
const retune: Format = {
  defaultNegatives: "keep",
  toLines: ({ example, answer, weight }) => [
    {
      messages: [...example.context, { role: "assistant", content: answer }],
      weight,
      metadata: {
        ...example.provenance,
        ...(example.corrected_answer !== null && example.corrected_answer !== answer
          ? { corrected_response: example.corrected_answer }
          : {}),
      },
    },
  ],
};

/** Every format by its key. A new format is one more entry; the exporter does not change. */
export const formats: Record<ExportFormat, Format> = { retune };
