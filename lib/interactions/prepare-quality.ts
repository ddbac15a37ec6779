import type { ConversationQuality } from "./conversations/schemas";

type Part = Exclude<keyof ConversationQuality, "score" | "score_without_satisfaction">;

/** The parts of a conversation's quality with what each measures, and its weight in the score (private.conversation_quality). */
const parts: readonly { key: Part; label: string; weight: number; meaning: string }[] = [
  { key: "satisfaction", label: "Satisfaction", weight: 0.4, meaning: "(mean satisfaction − 1) / 4" },
  {
    key: "no_escalation",
    label: "No escalation",
    weight: 0.2,
    meaning: "share of interactions that suggested none",
  },
  { key: "no_repeats", label: "No repeats", weight: 0.15, meaning: "share of further questions asked once" },
  {
    key: "no_corrections",
    label: "No corrections",
    weight: 0.15,
    meaning: "share of further questions that contradict no answer",
  },
  { key: "latency", label: "Latency", weight: 0.1, meaning: "1 / (1 + (mean seconds / 8)²)" },
];

/** A part as it is shown: its value, null without anything to measure it by, and its share of the score. */
export type QualityPart = (typeof parts)[number] & { value: number | null; share: number | null };

/** A score that rests on less than this share of all weights rests on little. A bound, less what rounding of sums may take. */
const ENOUGH_WEIGHT = 0.5 - 1e-9;

/**
 * How much of a conversation a score rests on: "nothing" when the only part measured is not satisfaction (or there is none),
 * and it says too little to be shown as a score; "little" when the parts measured have less than half of all weights;
 * else "enough".
 */
export type QualityBasis = "nothing" | "little" | "enough";

/** What a score rests on, with the number of parts measured, and of parts. docs/interactions.md states the rule. */
export function prepareBasis(quality: ConversationQuality): {
  basis: QualityBasis;
  measured: number;
  of: number;
} {
  const measured = parts.filter(({ key }) => quality[key] !== null);
  const isAlone = measured.length < 2 && quality.satisfaction === null;
  const weight = measured.reduce((sum, part) => sum + part.weight, 0);
  return {
    basis: isAlone ? "nothing" : weight < ENOUGH_WEIGHT ? "little" : "enough",
    measured: measured.length,
    of: parts.length,
  };
}

/** The parts of a score. Weights of parts that could not be measured are spread over the others, so the shares sum to 1. */
export function prepareQuality(quality: ConversationQuality): QualityPart[] {
  const measured = parts.reduce((sum, { key, weight }) => sum + (quality[key] === null ? 0 : weight), 0);
  return parts.map((part) => {
    const value = quality[part.key];
    return { ...part, value, share: value === null ? null : part.weight / measured };
  });
}
