import { formatCount } from "@/lib/format/number";
import { explainVerdict } from "./prepare-results";
import type { ExperimentResults, PromoteResult } from "./schemas";

/**
 * What is to be known before a variant becomes the default: the rule's verdict on it, its subjects, and a warning unless the
 * rule has found it to be the best. The words of the API's answer and of the page's question.
 */
export function judgePromotion(
  { experiment, variants, winner, rule }: ExperimentResults,
  variant: string,
): Pick<PromoteResult, "verdict" | "subjects" | "warning"> {
  const [control] = variants;
  const chosen = variants.find(({ name }) => name === variant);
  const { verdict, subjects } = { verdict: null, subjects: 0, ...chosen };
  if (!control || !chosen || winner === variant) return { verdict, subjects, warning: null };
  const found =
    winner === null
      ? `Nothing is decided yet: ${variants.map(({ name, subjects: n }) => `“${name}” has ${formatCount(n)}`).join(", ")} subjects.`
      : `The rule has found “${winner}” to be the best, not “${variant}”.`;
  const explained = chosen.is_control
    ? []
    : [explainVerdict(chosen, control.name, rule, experiment.minimum_effect)];
  return { verdict, subjects, warning: [found, ...explained].join(" ") };
}
