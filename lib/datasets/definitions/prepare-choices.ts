import type { DatasetSource } from "../examples/schemas";
import { type FormatFacts, formatFacts } from "../formats/vocabulary";
import type { WeightKind } from "../writing/schemas";
import { policyOf } from "./prepare-definition";
import { type DatasetDefinition, type TrainingFormat, trainingFormats } from "./schemas";

// What the builder offers, depending on what was chosen before.

const families: readonly { name: string; text: string; needs: readonly FormatFacts["needs"][] }[] = [
  { name: "Supervised", text: "Answers to imitate", needs: ["nothing", "executions"] },
  { name: "Preference", text: "A better and a worse answer", needs: ["pairs"] },
  { name: "Labelled", text: "Single answers, good or bad", needs: ["bad answers"] },
];

/** The formats by what they teach, in the order in which they are offered. */
export const formatFamilies: readonly { name: string; text: string; formats: TrainingFormat[] }[] =
  families.map(({ name, text, needs }) => ({
    name,
    text,
    formats: trainingFormats.filter((format) => needs.includes(formatFacts[format].needs)),
  }));

/** Sources whose every row is judged: a vote is up or down, a plan worked or did not. */
const judged: readonly DatasetSource[] = ["feedback", "executions"];

/** The kinds of examples that a file can hold, so that their weights mean something. */
export function usedKinds(
  definition: Pick<DatasetDefinition, "source" | "format" | "negatives">,
): WeightKind[] {
  const { needs, keepsOriginals } = formatFacts[definition.format];
  if (needs === "pairs") return ["better", "negative"];
  if (needs === "bad answers") return ["positive", "negative", "better"];
  if (needs === "executions") return ["positive", "better"];
  const policy = policyOf(definition);
  return [
    "positive",
    ...(policy === "keep" ? (["negative"] as const) : []),
    // A format that keeps originals takes a better answer in place of bad ones alone.
    ...(policy === "keep" || (policy === "drop" && keepsOriginals) ? [] : (["better"] as const)),
    ...(judged.includes(definition.source) ? [] : (["unrated"] as const)),
  ];
}

/** What the weight of a kind counts, where it is not what the kind is called. */
export const pairKindNames: Readonly<Partial<Record<WeightKind, string>>> = {
  better: "Better answers",
  negative: "Votes",
};

/** Whether what becomes of bad answers is a choice: pairs and labels need them as they are. */
export const hasPolicy = (format: TrainingFormat): boolean =>
  ["nothing", "executions"].includes(formatFacts[format].needs);

/** The policies that differ for a format: a plan that failed is never taught. */
export const policiesOf = (format: TrainingFormat) =>
  formatFacts[format].needs === "executions"
    ? (["replace", "drop"] as const)
    : (["replace", "keep", "drop"] as const);
