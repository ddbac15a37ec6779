import { quantile } from "./bootstrap";
import { randomOf } from "./random";

export type Correlation = { n: number; rho: number; low: number; high: number };

const RESAMPLES = 2000;

/**
 * Spearman's rank correlation of pairs, equal values at the middle of their ranks (Kendall 1970, Rank Correlation Methods,
 * chapter 3), with the 95% percentile interval of 2,000 resamples of the pairs (Efron and Tibshirani 1993, chapter 13).
 * `seed` decides the resamples. Null below three pairs, and when either side never varies.
 */
export function spearmanCorrelation(
  pairs: readonly (readonly [number, number])[],
  seed: string,
): Correlation | null {
  const rho = correlate(pairs);
  if (pairs.length < 3 || rho === null) return null;
  const random = randomOf(seed);
  const draws: number[] = [];
  for (let run = 0; run < RESAMPLES; run += 1) {
    const drawn = correlate(pairs.map(() => pairs[Math.floor(random() * pairs.length)] as [number, number]));
    if (drawn !== null) draws.push(drawn);
  }
  const sorted = Float64Array.from(draws).sort();
  return { n: pairs.length, rho, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

function correlate(pairs: readonly (readonly [number, number])[]): number | null {
  const a = rank(pairs.map(([value]) => value));
  const b = rank(pairs.map(([, value]) => value));
  const middle = (pairs.length + 1) / 2;
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let index = 0; index < pairs.length; index += 1) {
    const [x, y] = [(a[index] as number) - middle, (b[index] as number) - middle];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA === 0 || squaresB === 0 ? null : product / Math.sqrt(squaresA * squaresB);
}

/** Ranks from 1; equal values share the mean of theirs. */
function rank(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number])
      to += 1;
    for (let index = from; index <= to; index += 1) ranks[order[index] as number] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
