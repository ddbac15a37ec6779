import jstat from "jstat";

/** What a mean is computed from: the number of values, their sum and the sum of their squares. */
export type Moments = { n: number; total: number; squares: number };

/**
 * The 95% interval of the difference of two means, a - b, without assuming equal variances (Welch 1947, Biometrika
 * 34:28-35): d ± t · √(s₁²/n₁ + s₂²/n₂), t with the degrees of freedom of Welch and Satterthwaite,
 * (v₁ + v₂)² / (v₁²/(n₁-1) + v₂²/(n₂-1)), v = s²/n. Null when either has fewer than two values, and when no value
 * differs from the others of its side: then nothing is known of the spread.
 */
export function welchInterval(a: Moments, b: Moments): { low: number; high: number } | null {
  if (a.n < 2 || b.n < 2) return null;
  const first = varianceOfMean(a);
  const second = varianceOfMean(b);
  const variance = first + second;
  if (variance === 0) return null;
  const degrees = variance ** 2 / (first ** 2 / (a.n - 1) + second ** 2 / (b.n - 1));
  const spread = jstat.studentt.inv(0.975, degrees) * Math.sqrt(variance);
  const difference = a.total / a.n - b.total / b.n;
  return { low: difference - spread, high: difference + spread };
}

function varianceOfMean({ n, total, squares }: Moments): number {
  const centred = squares - (total * total) / n;
  // What is left of rounding is no spread.
  return centred > squares * 1e-12 ? centred / (n - 1) / n : 0;
}
