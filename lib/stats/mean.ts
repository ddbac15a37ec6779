import jstat from "jstat";
import type { Moments } from "./welch";

/**
 * The 95% interval of a mean, m ± t · s/√n with t of n - 1 degrees of freedom (Student 1908, Biometrika 6:1-25), cut to
 * `bounds` that no value can leave. Null below two values, and when none differs from the others: then nothing is known
 * of the spread.
 */
export function meanInterval(
  { n, total, squares }: Moments,
  bounds: { min: number; max: number } = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY },
): { low: number; high: number } | null {
  if (n < 2) return null;
  const centred = squares - (total * total) / n;
  // What is left of rounding is no spread.
  if (centred <= squares * 1e-12) return null;
  const spread = jstat.studentt.inv(0.975, n - 1) * Math.sqrt(centred / (n - 1) / n);
  return { low: Math.max(bounds.min, total / n - spread), high: Math.min(bounds.max, total / n + spread) };
}
