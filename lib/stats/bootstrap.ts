import { randomOf } from "./random";

/** A metric over clusters: per cluster how many observations it has, and their sum. */
export type ClusterSums = { n: Float64Array; total: Float64Array };

const RESAMPLES = 2000;

/**
 * 95% intervals of the difference a - b of ratios total / n, by a bootstrap that draws whole clusters with replacement
 * (Field and Welsh 2007, J. R. Stat. Soc. B 69:369-390): percentiles 2.5 and 97.5 of 2,000 resamples (Efron and
 * Tibshirani 1993, An Introduction to the Bootstrap, chapter 13). All metrics see the same draws. `seed` decides them:
 * the same clusters and seed give the same intervals. Null for a metric without observations on either side in more
 * than one resample in twenty.
 */
export function bootstrapIntervals(
  metrics: readonly { a: ClusterSums; b: ClusterSums }[],
  clusters: { a: number; b: number },
  seed: string,
): ({ low: number; high: number } | null)[] {
  const random = randomOf(seed);
  const counts = { a: new Uint16Array(clusters.a), b: new Uint16Array(clusters.b) };
  const differences = metrics.map(() => new Float64Array(RESAMPLES));
  const sizes = metrics.map(() => 0);
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    draw(counts.a, random);
    draw(counts.b, random);
    metrics.forEach(({ a, b }, index) => {
      const difference = ratio(a, counts.a) - ratio(b, counts.b);
      if (Number.isNaN(difference)) return;
      const size = sizes[index] ?? 0;
      (differences[index] as Float64Array)[size] = difference;
      sizes[index] = size + 1;
    });
  }
  return differences.map((values, index) => {
    const size = sizes[index] ?? 0;
    if (size < RESAMPLES * 0.95) return null;
    const sorted = values.subarray(0, size).sort();
    return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/** How often each cluster is drawn when as many are drawn as there are. */
function draw(counts: Uint16Array, random: () => number): void {
  counts.fill(0);
  for (let index = 0; index < counts.length; index += 1) {
    const drawn = Math.floor(random() * counts.length);
    counts[drawn] = (counts[drawn] as number) + 1;
  }
}

/** NaN when none of the drawn clusters has an observation. */
function ratio({ n, total }: ClusterSums, counts: Uint16Array): number {
  let observations = 0;
  let sum = 0;
  for (let index = 0; index < counts.length; index += 1) {
    const times = counts[index] as number;
    observations += times * (n[index] as number);
    sum += times * (total[index] as number);
  }
  return sum / observations;
}

/** Linear between the order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}
