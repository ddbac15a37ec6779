import type { ExportReport } from "./schemas";

/** Lines of each label of a KTO file. */
export function countLabels({ weights }: Pick<ExportReport, "weights">): {
  desirable: number;
  undesirable: number;
} {
  let undesirable = 0;
  let all = 0;
  for (const { kind, lines } of weights) {
    all += lines;
    if (kind === "negative") undesirable += lines;
  }
  return { desirable: all - undesirable, undesirable };
}

/**
 * Weights for TRL's KTOTrainer with which (desirable_weight x desirable lines) : (undesirable_weight x undesirable lines) lies
 * between 1:1 and 4:3, as its documentation recommends. The label that has too few lines is raised, by as little as two
 * decimals allow; the other stays at 1. Null when a label has no line: no weight makes up for that.
 */
export function suggestKtoWeights(counts: {
  desirable: number;
  undesirable: number;
}): { desirable_weight: number; undesirable_weight: number } | null {
  const { desirable, undesirable } = counts;
  if (desirable === 0 || undesirable === 0) return null;
  // In whole hundredths, so that no rounding of fractions carries a weight over the bound.
  const raise = (numerator: number, denominator: number) => Math.ceil((100 * numerator) / denominator) / 100;
  if (desirable < undesirable)
    return { desirable_weight: raise(undesirable, desirable), undesirable_weight: 1 };
  if (3 * desirable > 4 * undesirable)
    return { desirable_weight: 1, undesirable_weight: raise(3 * desirable, 4 * undesirable) };
  return { desirable_weight: 1, undesirable_weight: 1 };
}
