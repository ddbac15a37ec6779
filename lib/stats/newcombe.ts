import { wilsonInterval } from "./wilson";

export type Share = { positive: number; total: number };

/**
 * The 95% interval of the difference of two independent shares, a - b: the hybrid score interval without continuity
 * correction (Newcombe 1998, Statistics in Medicine 17:873-890, method 10), from the Wilson bounds l, u of each share:
 * d - √((p₁-l₁)² + (u₂-p₂)²) to d + √((u₁-p₁)² + (p₂-l₂)²). Null when either has no observations.
 */
export function newcombeInterval(a: Share, b: Share): { low: number; high: number } | null {
  const first = wilsonInterval(a.positive, a.total);
  const second = wilsonInterval(b.positive, b.total);
  if (!first || !second) return null;
  const p = a.positive / a.total;
  const q = b.positive / b.total;
  return {
    low: p - q - Math.hypot(p - first.low, second.high - q),
    high: p - q + Math.hypot(first.high - p, q - second.low),
  };
}
