import jstat from "jstat";

/**
 * What a ratio over subjects is computed from. Per subject there are n observations (requests) and their total (successes,
 * tokens, ...); the sums run over subjects with at least one observation: how many they are, Σn, Σtotal, Σn², Σtotal²
 * and Σn·total.
 */
export type RatioSums = {
  subjects: number;
  n: number;
  total: number;
  n_squares: number;
  total_squares: number;
  products: number;
};

export type Interval = { low: number; high: number };

export const noSums: RatioSums = {
  subjects: 0,
  n: 0,
  total: 0,
  n_squares: 0,
  total_squares: 0,
  products: 0,
};

/** The sums of subjects that are given one by one. Those without an observation are left out. */
export function sumSubjects(subjects: readonly { n: number; total: number }[]): RatioSums {
  const sums = { ...noSums };
  for (const { n, total } of subjects) {
    if (n <= 0) continue;
    sums.subjects += 1;
    sums.n += n;
    sums.total += total;
    sums.n_squares += n * n;
    sums.total_squares += total * total;
    sums.products += n * total;
  }
  return sums;
}

/** Σtotal / Σn: the mean per observation. Null without observations. */
export function ratioOf({ n, total }: RatioSums): number | null {
  return n > 0 ? total / n : null;
}

/**
 * The variance of Σtotal / Σn when subjects are independent of each other and the observations of one subject are not:
 * the delta method, k/(k-1) · Σ(total - r·n)² / (Σn)² with r the ratio and k subjects (Deng, Knoblich and Lu 2018, Applying
 * the delta method in metric analytics, KDD '18, section 3). Null below two subjects.
 */
export function ratioVariance(sums: RatioSums): number | null {
  const ratio = ratioOf(sums);
  if (ratio === null || sums.subjects < 2) return null;
  const residual = sums.total_squares - 2 * ratio * sums.products + ratio * ratio * sums.n_squares;
  // What is left of rounding is no spread.
  if (residual <= sums.total_squares * 1e-12) return 0;
  return ((sums.subjects / (sums.subjects - 1)) * residual) / (sums.n * sums.n);
}

/**
 * How many subjects with equally many observations would say as much: (Σn)² / Σn² (Kish 1965, Survey Sampling). Where
 * one subject sends most of the requests it is near 1, and the variance above is not to be trusted.
 */
export function effectiveSubjects({ n, n_squares }: RatioSums): number {
  return n_squares > 0 ? (n * n) / n_squares : 0;
}

/** The difference a - b of two ratios with its variance. Null when one has none, and when nothing varies on either side. */
export function ratioDifference(a: RatioSums, b: RatioSums): { difference: number; variance: number } | null {
  const first = ratioVariance(a);
  const second = ratioVariance(b);
  if (first === null || second === null || first + second === 0) return null;
  return { difference: a.total / a.n - b.total / b.n, variance: first + second };
}

/**
 * The 95% interval of one ratio, r ± t·√variance with t of k - 1 degrees of freedom, cut to `bounds`. It holds for one look
 * at a time that was fixed before. Null when nothing is known of the spread.
 */
export function ratioInterval(
  sums: RatioSums,
  bounds: { min: number; max: number } = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
): Interval | null {
  const variance = ratioVariance(sums);
  if (!variance) return null;
  const spread = jstat.studentt.inv(0.975, sums.subjects - 1) * Math.sqrt(variance);
  const ratio = sums.total / sums.n;
  return { low: Math.max(bounds.min, ratio - spread), high: Math.min(bounds.max, ratio + spread) };
}

/**
 * The 95% interval of the difference a - b of two ratios for one look at a time that was fixed before: d ± t·√(v₁ + v₂), t with
 * the degrees of freedom of Welch and Satterthwaite over subjects, (v₁ + v₂)² / (v₁²/(k₁-1) + v₂²/(k₂-1)). Whoever looks
 * more than once needs `confidenceSequence`.
 */
export function ratioDifferenceInterval(a: RatioSums, b: RatioSums): Interval | null {
  const result = ratioDifference(a, b);
  if (!result) return null;
  const first = ratioVariance(a) as number;
  const second = ratioVariance(b) as number;
  const degrees = result.variance ** 2 / (first ** 2 / (a.subjects - 1) + second ** 2 / (b.subjects - 1));
  const spread = jstat.studentt.inv(0.975, degrees) * Math.sqrt(result.variance);
  return { low: result.difference - spread, high: result.difference + spread };
}
