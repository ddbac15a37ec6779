import { effectiveSubjects, type Interval, type RatioSums, ratioDifference, ratioVariance } from "./ratio";

/** All observations of two variants up to one point in time. */
export type Look = { a: RatioSums; b: RatioSums };

export type Verdict = "undecided" | "a_better" | "b_better" | "no_relevant_difference";

/** No variant is judged before it has so many subjects: the variances and the normal limit need them. */
export const MIN_SUBJECTS = 50;
/** Nor before it has so many effective subjects: a few that send most of the requests say little about the others. */
export const MIN_EFFECTIVE_SUBJECTS = 20;
/** The sequence is narrowest, measured in standard errors, at about this many subjects of both variants together. */
export const TUNED_FOR_SUBJECTS = 1000;

/** What is estimated at a look, with its variance over subjects, from how many observations and subjects of both variants. */
export type Estimate = { value: number; variance: number; observations: number; subjects: number };

/** Whether both variants have the subjects without which nothing is decided. */
export function isReady({ a, b }: Look): boolean {
  return [a, b].every(
    (sums) => sums.subjects >= MIN_SUBJECTS && effectiveSubjects(sums) >= MIN_EFFECTIVE_SUBJECTS,
  );
}

/** The difference a - b of the ratios. Null before both variants are ready, and while nothing varies. */
export function estimateDifference(look: Look): Estimate | null {
  const result = isReady(look) ? ratioDifference(look.a, look.b) : null;
  return result && { value: result.difference, variance: result.variance, ...sizeOf(look) };
}

/**
 * By which part of b the ratio of a is larger: a/b - 1, its variance by the delta method, (v_a + (a/b)²·v_b) / b². Null as
 * for the difference, and where b is not above zero.
 */
export function estimateIncrease(look: Look): Estimate | null {
  if (estimateDifference(look) === null || look.b.total <= 0) return null;
  const base = look.b.total / look.b.n;
  const factor = look.a.total / look.a.n / base;
  const variance = (ratioVariance(look.a) as number) + factor ** 2 * (ratioVariance(look.b) as number);
  return { value: factor - 1, variance: variance / base ** 2, ...sizeOf(look) };
}

const sizeOf = ({ a, b }: Look) => ({ observations: a.n + b.n, subjects: a.subjects + b.subjects });

/**
 * For each of several looks at growing data an interval of what is estimated, so that with probability 1 - alpha
 * (asymptotically) all of them at once hold the truth: one may look after every request and stop when zero is outside. Null
 * where there is no estimate.
 *
 * It is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (Time-uniform central limit
 * theory and asymptotic confidence sequences, Annals of Statistics 52(6), 2024, theorem 2.2) with Robbins' normal mixture
 * boundary: d ± √v · √((1 + 1/u) · (log(1 + u) + 2·log(1/alpha))), v the variance of d over subjects.
 *
 * u is the clock. In the paper u = ρ²·k with k independent subjects, each seen whole. Here a subject comes back, so the clock
 * is the variance of the score N·d, that is q = N²·v with N observations, in units of the first look that counts:
 * u = ρ²·k₁ · q/q₁. The two are the same while each subject is seen once. When subjects come back, the
 * score has increments that are uncorrelated, or positively correlated within a subject; then its standardized
 * values at two looks are correlated at least as much as those of a Brownian motion at the times q, and by Slepian's
 * inequality (1962, Bell Syst. Tech. J. 41:463-501) it crosses the boundary no more often. A clock that counts subjects
 * would stand still while known subjects bring news.
 */
export function confidenceSequence(
  estimates: readonly (Estimate | null)[],
  alpha = 0.05,
): (Interval | null)[] {
  const first = estimates.find((estimate) => estimate !== null);
  return estimates.map((estimate) => {
    if (!estimate || !first) return null;
    const width = halfWidth(estimate.variance, clock(first, scoreVariance(estimate), alpha), alpha);
    return { low: estimate.value - width, high: estimate.value + width };
  });
}

/**
 * What an interval of the sequence says: which is larger when zero is outside, else, when a smallest difference that
 * matters is given, whether both ends are nearer to zero than that. A difference that is sure and too small to matter
 * is named as the difference that it is.
 */
export function decide(interval: Interval | null, minimumEffect: number | null = null): Verdict {
  if (interval === null) return "undecided";
  if (interval.low > 0) return "a_better";
  if (interval.high < 0) return "b_better";
  if (minimumEffect !== null && interval.low > -minimumEffect && interval.high < minimumEffect) {
    return "no_relevant_difference";
  }
  return "undecided";
}

/**
 * How many subjects of both variants together a decision takes if the difference d stays where it is and new subjects are like
 * those so far: v and the clock then go with 1/k and k, and a decision falls when half the width is below |d| (zero is
 * outside) or, with a smallest difference m that matters, below m - |d| (both ends within ±m). Null before
 * the first interval, and when it takes more than a hundred times the subjects so far: such an estimate says nothing.
 */
export function subjectsToDecision(
  estimates: readonly (Estimate | null)[],
  minimumEffect: number | null = null,
  alpha = 0.05,
): number | null {
  const first = estimates.find((estimate) => estimate !== null);
  const now = estimates.at(-1);
  if (!first || !now) return null;
  const size = Math.abs(now.value);
  const target = Math.max(size, minimumEffect === null ? 0 : minimumEffect - size);
  const isWide = (times: number) =>
    halfWidth(now.variance / times, clock(first, scoreVariance(now) * times, alpha), alpha) >= target;
  if (isWide(100)) return null;
  let [low, high] = [0, 100];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (isWide(middle)) low = middle;
    else high = middle;
  }
  return Math.max(now.subjects, Math.ceil(now.subjects * high));
}

/** q = N²·v: the variance of the score N·d. */
function scoreVariance({ observations, variance }: Estimate): number {
  return observations ** 2 * variance;
}

function clock(first: Estimate, score: number, alpha: number): number {
  return ((tightest(alpha) * first.subjects) / TUNED_FOR_SUBJECTS) * (score / scoreVariance(first));
}

function halfWidth(variance: number, u: number, alpha: number): number {
  return Math.sqrt(variance * (1 + 1 / u) * (Math.log(1 + u) - 2 * Math.log(alpha)));
}

/** The clock at which the boundary is lowest in standard errors: u = log(1 + u) + 2·log(1/alpha), by iteration. */
function tightest(alpha: number): number {
  let u = -2 * Math.log(alpha);
  for (let step = 0; step < 30; step += 1) u = Math.log(1 + u) - 2 * Math.log(alpha);
  return u;
}
