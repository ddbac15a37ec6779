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

/** The parts of a score. Weights of parts that could not be measured are spread over the others, so the shares sum to 1. */
export function prepareQuality(quality: ConversationQuality): QualityPart[] {
  const measured = parts.reduce((sum, { key, weight }) => sum + (quality[key] === null ? 0 : weight), 0);
  return parts.map((part) => {
    const value = quality[part.key];
    return { ...part, value, share: value === null ? null : part.weight / measured };
  });
}
