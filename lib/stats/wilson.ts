const Z = 1.959963984540054;

/**
 * The 95% Wilson score interval of a fraction (Wilson 1927), the same formula as private.wilson_bound in the database:
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Null without observations.
 */
export function wilsonInterval(positive: number, total: number): { low: number; high: number } | null {
  if (total <= 0) return null;
  const p = positive / total;
  const z2 = Z * Z;
  const middle = p + z2 / (2 * total);
  const spread = Z * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total));
  const scale = 1 + z2 / total;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** Below this many votes a rate says little; charts and tables grey it. */
export const SMALL_SAMPLE = 30;
