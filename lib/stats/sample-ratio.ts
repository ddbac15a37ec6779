import jstat from "jstat";

/** Below this p-value the split of subjects is not that of the weights, and no result of the experiment is to be trusted. */
export const SAMPLE_RATIO_ALPHA = 0.001;

/**
 * The p-value that subjects were split by the weights: Pearson's chi-squared with one degree of freedom fewer than
 * variants (sample ratio mismatch: Fabijan and others 2019, Diagnosing sample ratio mismatch, KDD '19). A variant of weight
 * 0 is left out. Null with fewer than two variants or an expected count below 5.
 */
export function sampleRatioPValue(groups: readonly { weight: number; subjects: number }[]): number | null {
  const weighted = groups.filter(({ weight }) => weight > 0);
  const subjects = weighted.reduce((sum, group) => sum + group.subjects, 0);
  const weights = weighted.reduce((sum, group) => sum + group.weight, 0);
  const expected = weighted.map(({ weight }) => (subjects * weight) / weights);
  if (weighted.length < 2 || expected.some((count) => count < 5)) return null;
  const statistic = weighted.reduce((sum, group, index) => {
    const count = expected[index] as number;
    return sum + (group.subjects - count) ** 2 / count;
  }, 0);
  return Math.max(0, 1 - jstat.chisquare.cdf(statistic, weighted.length - 1));
}
