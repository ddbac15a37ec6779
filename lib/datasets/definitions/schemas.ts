import { z } from "zod";
import { datasetSources, noteCategories } from "../examples/schemas";

/** File formats of training data, by the key that the API takes. Each is a pure function of the canonical example (../formats). */
export const trainingFormats = [
  "retune",
  "prompt-response",
  "openai-sft",
  "openai-dpo",
  "gemini-sft",
  "gemini-preference",
  "trl-prompt-completion",
  "trl-preference",
  "trl-kto",
  "fireworks-sft",
] as const;
export type TrainingFormat = (typeof trainingFormats)[number];

/** What becomes of thumbs-down answers: replaced by their better answer (left out without one), kept, or left out. */
export const negativePolicies = ["replace", "keep", "drop"] as const;
export type NegativePolicy = (typeof negativePolicies)[number];

/** Where the two sides of a preference pair may come from: a better answer of the row itself, or another person's vote. */
export const pairSources = ["better_answer", "votes"] as const;
export type PairSource = (typeof pairSources)[number];

export const MAX_WEIGHT = 100;
const range = `must be from 0 to ${MAX_WEIGHT}`;
export const weight = z.number(range).min(0, range).max(MAX_WEIGHT, range);

/**
 * How much an example counts. `categories` replaces the weight of an example whose reviewers noted the category (the largest of
 * several). 0 leaves it out. Where the format has no weight, w gives ⌊w⌋ lines and one more for that fraction of the ids.
 */
export const weightPolicy = z
  .strictObject({
    positive: weight.default(2).meta({ description: "Answers that people called good." }),
    negative: weight
      .default(0.5)
      .meta({ description: "Answers that people called bad, where they are kept." }),
    better: weight.default(2).meta({ description: "Better answers, in place of the original." }),
    unrated: weight.default(0).meta({ description: "Answers that nobody judged. 0 leaves them out." }),
    categories: z
      .partialRecord(z.enum(noteCategories, `must be one of ${noteCategories.join(", ")}`), weight)
      .default({}),
  })
  .meta({ id: "WeightPolicy" });
export type WeightPolicy = z.infer<typeof weightPolicy>;

const share = "must be from 0 to 0.5";
const whole = (min: number, max: number) => {
  const text = `must be a whole number from ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}`;
  return z.int(text).min(min, text).max(max, text);
};

/** Filters as a caller writes them: the grammar of the source's list, as an object. What they mean is checked per source. */
export const sourceFilters = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .meta({
    override: {
      type: "object",
      additionalProperties: true,
      description:
        "The filter grammar of the source's list (GET /v1/feedback, /v1/tuning/sessions, /v1/interactions, /v1/executions) as an object.",
    },
  });
export type SourceFilters = z.infer<typeof sourceFilters>;

/** What goes into a training file, as it is stored. `checkDefinition` (check-definition.ts) says what cannot work together. */
export const datasetDefinition = z
  .strictObject({
    source: z.enum(datasetSources, `must be one of ${datasetSources.join(", ")}`).default("feedback"),
    filters: sourceFilters.default({}),
    format: z.enum(trainingFormats, `must be one of ${trainingFormats.join(", ")}`).default("retune"),
    weights: weightPolicy.prefault({}),
    negatives: z
      .enum(negativePolicies, `must be one of ${negativePolicies.join(", ")}`)
      .nullable()
      .default(null)
      .meta({
        description:
          "What becomes of bad answers; null = the format's own way (keep for retune, else replace).",
      }),
    pairs: z
      .array(z.enum(pairSources, `must be one of ${pairSources.join(", ")}`))
      .min(1, "must name at least one")
      .default([...pairSources])
      .meta({ description: "Preference formats: where pairs come from." }),
    validation_share: z.number(share).min(0, share).max(0.5, share).default(0).meta({
      description:
        "Share of the conversations that go into the validation file, by hash: no conversation is in both.",
    }),
    split_seed: z.string().max(100, "has at most 100 characters").default(""),
    redaction: z.enum(["none", "redact"], "must be none or redact").default("none").meta({
      description:
        "redact: personal data is replaced by placeholders in the file, as the settings of each project say.",
    }),
    system_prompt: z
      .string()
      .max(100_000, "has at most 100,000 characters")
      .nullable()
      .default(null)
      .meta({ description: "Stands before every conversation." }),
    context_turns: whole(0, 50).default(10).meta({
      description: "Earlier exchanges of the conversation that stand before the question, at most.",
    }),
    max_tokens: whole(1, 10_000_000).nullable().default(null).meta({
      description: "Longer examples are left out; null = the limit of the format's target, if it has one.",
    }),
    deduplicate: z
      .boolean()
      .default(false)
      .meta({ description: "Leave out examples that say exactly what an earlier one says." }),
  })
  .meta({ id: "DatasetDefinition" });
export type DatasetDefinition = z.infer<typeof datasetDefinition>;
